#!/bin/sh
# Draw the pictures of docs/documents.md from the three examples, as the demo preset briefs them.
# Needs briefgen, LibreOffice, Chromium, poppler-utils and ImageMagick: tools/pictures.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/docs/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
office() { soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir word "$@" >/dev/null; }
browse() { chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size="$1" --screenshot="$2" "file://$work/$3" >/dev/null 2>&1; }
small() { convert "$1" -colorspace sRGB -dither None -colors 24 -strip "PNG8:$out/$2.png"; }
for name in diplomacy aid economy; do
  source=$(ls "$root"/examples/$name.*)
  test -f "${BRIEFS:-.}/$name.json" && cp "$BRIEFS/$name.json" . ||
    briefgen brief "$source" --preset demo --length short --calendar both -o $name.json --quiet
  briefgen render $name.json --format html,docx,pdf -o $name --quiet
  office $name.docx
  pdftoppm -r 60 -l 1 -png -singlefile $name.pdf pdf && small pdf.png $name-pdf
  pdftoppm -r 60 -l 1 -png -singlefile word/$name.pdf word && small word.png $name-word
  browse 1200,1500 page.png $name.html
  convert page.png -resize 50% page.png && small page.png $name-html
done
echo "<body style='margin:0'><iframe src='aid.html' style='width:400px;height:1700px;border:0'></iframe>" >narrow.html
browse 500,1700 narrow.png narrow.html
convert narrow.png -crop 400x1700+0+0 +repage -resize 60% narrow.png && small narrow.png aid-html-narrow
briefgen render economy.json --format html,docx --layout side-by-side -o columns --quiet
browse 1200,1000 columns.png columns.html
convert columns.png -resize 60% columns.png && small columns.png economy-columns-html
office columns.docx
pdftoppm -r 60 -l 1 -png -singlefile word/columns.pdf columns && small columns.png economy-columns-word
briefgen render diplomacy.json --format pdf --split -o diplomacy --force --quiet
pdftoppm -r 60 -l 1 -png -singlefile diplomacy.ps.pdf split && small split.png diplomacy-pdf-ps

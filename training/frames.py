"""Wraps plain patterns in reported speech: more shapes from the same text."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from training.fill import Pattern
from training.slots import LANGUAGES, Language

# English, Dari, Pashto, Russian; {s} is the sentence, {z:...} an organisation of its own.
_FRAMES: Final = (
    ("{z:org} said that {s}", "{z:org} گفت که {s}", "{z:org.obl} وویل چې {s}",
     "представители {z:org.gen} заявили, что {s}"),
    ("according to {z:org}, {s}", "به گفته {z:org}، {s}", "د {z:org.obl} په وینا، {s}",
     "по данным {z:org.gen}, {s}"),
    ("{z:org} reported on {y:day} that {s}", "{z:org} روز {y:day} گزارش داد که {s}",
     "{z:org.obl} د {y:day} په ورځ راپور ورکړ چې {s}",
     "представители {z:org.gen} сообщили {y:day.on}, что {s}"),
    ("the government said that {s}", "حکومت گفت که {s}", "حکومت وویل چې {s}",
     "правительство заявило, что {s}"),
    ("officials say that {s}", "مقام‌ها می‌گویند که {s}", "چارواکي وايي چې {s}",
     "представители властей говорят, что {s}"),
    ("the spokesman added that {s}", "سخنگو افزود که {s}", "ویاند زیاته کړه چې {s}",
     "представитель добавил, что {s}"),
    ("the foreign ministry announced that {s}", "وزارت خارجه اعلام کرد که {s}",
     "د بهرنیو چارو وزارت اعلان وکړ چې {s}", "министерство иностранных дел объявило, что {s}"),
    ("analysts say that {s}", "تحلیلگران می‌گویند که {s}", "شنونکي وايي چې {s}",
     "аналитики говорят, что {s}"),
    ("local media reported that {s}", "رسانه‌های محلی گزارش دادند که {s}",
     "سیمه‌ییزو رسنیو راپور ورکړ چې {s}", "местные СМИ сообщили, что {s}"),
    ("{z:man} said that {s}", "{z:man} گفت که {s}", "{z:man.obl} وویل چې {s}",
     "{z:man.nom} сказал, что {s}"),
    ("{z:woman} said on {y:day} that {s}", "{z:woman} روز {y:day} گفت که {s}",
     "{z:woman.obl} د {y:day} په ورځ وویل چې {s}", "{z:woman.nom} сказала {y:day.on}, что {s}"),
    ("{z:man}, a resident of {x:place}, said that {s}",
     "{z:man}، باشنده {x:place}، گفت که {s}", "د {x:place.obl} اوسېدونکي {z:man.obl} وویل چې {s}",
     "{z:man.nom}, житель {x:place.gen}, сказал, что {s}"),
    ("{z:office} announced on {y:day} that {s}", "{z:office} روز {y:day} اعلام کرد که {s}",
     "{z:office.obl} د {y:day} په ورځ اعلان وکړ چې {s}",
     "представители {z:office.gen} {y:day.on} объявили, что {s}"),
    ("{z:office} confirmed that {s}", "{z:office} تأیید کرد که {s}",
     "{z:office.obl} تایید کړه چې {s}", "представители {z:office.gen} подтвердили, что {s}"),
    ("{z:media} reported that {s}", "{z:media} گزارش داد که {s}",
     "{z:media.obl} راپور ورکړ چې {s}", "по сообщению {z:media.gen}, {s}"),
    ("{z:post} of {x:place} said that {s}", "{z:post} {x:place} گفت که {s}",
     "د {x:place.obl} {z:post.obl} وویل چې {s}", "{z:post.nom} {x:place.gen} сообщил, что {s}"),
    ("{z:leader} told reporters that {s}", "{z:leader} به خبرنگاران گفت که {s}",
     "{z:leader.obl} خبریالانو ته وویل چې {s}", "{z:leader.nom} рассказал журналистам, что {s}"),
    ("{z:person} in {x:place} said that {s}", "{z:person} در {x:place} گفت که {s}",
     "په {x:place.obl} کې {z:person.obl} وویل چې {s}",
     "{z:person.nom} {x:place.from} сказал, что {s}"),
    ("{z:people} in {x:place} complain that {s}", "{z:people} در {x:place} شکایت دارند که {s}",
     "په {x:place.obl} کې {z:people} شکایت کوي چې {s}",
     "{z:people.nom} {x:place.in} жалуются, что {s}"),
    ("{z:last} stressed that {s}", "{z:last} تأکید کرد که {s}", "{z:last.obl} ټینګار وکړ چې {s}",
     "{z:last.nom} подчеркнул, что {s}"),
    ("{z:last} told {x:media} that {s}", "{z:last} به {x:media} گفت که {s}",
     "{z:last.obl} {x:media.obl} ته وویل چې {s}", "{z:last.nom} рассказал {x:media.dat}, что {s}"),
    ("{z:woman}, who works for {x:org}, said that {s}",
     "{z:woman} که برای {x:org} کار می‌کند، گفت که {s}",
     "{z:woman.obl} چې د {x:org.obl} لپاره کار کوي، وویل چې {s}",
     "{z:woman.nom}, работающая на {x:org.acc}, сказала, что {s}"),
    ("as {z:org} reported in {y:month}, {s}", "چنان‌که {z:org} در ماه {y:month} گزارش داد، {s}",
     "لکه څنګه چې {z:org.obl} د {y:month} په میاشت کې راپور ورکړ، {s}",
     "как сообщили представители {z:org.gen} {y:month.in}, {s}"),
    ("it is believed that {s}", "گمان می‌رود که {s}", "ګومان کېږي چې {s}",
     "предполагается, что {s}"),
    ("it became known on {y:day} that {s}", "روز {y:day} معلوم شد که {s}",
     "د {y:day} په ورځ معلومه شوه چې {s}", "{y:day.on} стало известно, что {s}"),
    ("despite the promises of the authorities, {s}", "با وجود وعده‌های مقام‌ها، {s}",
     "سره له دې چې چارواکو ژمنې کړې، {s}", "несмотря на обещания властей, {s}"),
    ("{z:man} denied reports that {s}", "{z:man} گزارش‌ها را رد کرد که {s}",
     "{z:man.obl} هغه راپورونه رد کړل چې {s}", "{z:man.nom} опроверг сообщения о том, что {s}"),
    ("meanwhile, {s}", "در همین حال، {s}", "په همدې حال کې، {s}", "тем временем {s}"),
    ("however, {s}", "با این حال، {s}", "خو بیا هم {s}", "однако {s}"),
)  # fmt: skip
_REPORTED: Final = re.compile(
    r"\b(said|say|says|told|ccording|warned|added|reported|wrote|asked|announced)\b|[\"“«]"
)


class Framer:
    """Knows which first words of a sentence may be written small."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """Counts in ``patterns`` how words are written inside sentences."""
        self._small: dict[Language, set[str]] = {}
        for language in ("en", "ru"):
            words = Counter(
                word
                for pattern in patterns
                for word in re.findall(r"(?<= )[^\W\d_]+", pattern.texts[language])
            )
            self._small[language] = {
                w for w, n in words.items() if w[0].islower() and n > 2 * words[w.capitalize()]
            }

    def frame(self, pattern: Pattern, rng: random.Random) -> Pattern:
        """The pattern in a frame, or the pattern itself where none fits."""
        english = pattern.texts["en"]
        used = set(re.findall(r"\{([a-z]):", english))
        ready = english.endswith(".") and not used & {"x", "y", "z"}
        if not ready or _REPORTED.search(english) or english.count(". "):
            return pattern
        inner: dict[Language, str] = {}
        for language in LANGUAGES:
            small = self._lowered(pattern.texts[language], language)
            if small is None:
                return pattern
            inner[language] = small
        chosen = rng.choice(_FRAMES)
        texts = {
            language: frame.replace("{s}", inner[language])
            for language, frame in zip(LANGUAGES, chosen, strict=True)
        }
        return Pattern(topic=pattern.topic, texts=texts)

    def _lowered(self, text: str, language: Language) -> str | None:
        """The text as it stands inside a sentence; None where its first word is not known."""
        if language in ("prs", "ps"):
            return text
        if text.startswith("{"):
            return text.replace(".cap}", "}", 1)
        first = re.match(r"[^\W\d_]+", text)
        if first is None or first.group().lower() not in self._small[language]:
            return None
        return text[0].lower() + text[1:]

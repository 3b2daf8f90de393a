"""Invented sites: the same kind of article as several layouts would be copied from a browser."""

LEAD = (
    "The river council voted on Thursday to rebuild the old stone bridge at Darband, "
    "eight years after a flood carried its middle arch away."
)
BODY = (
    "Engineers told the meeting that the work will take eleven months and cost about "
    "2.4 million dollars, most of it from a regional fund.",
    '"We have waited long enough," said Karim Noori, who farms on the far bank. '
    '"In winter my children walk two hours to school."',
    "The council's own figures show that traffic on the ferry has doubled since 2019, "
    "while the number of boats has fallen from nine to five.",
    "Critics asked why the contract was given without a tender. The chairman answered that "
    "only one company had offered to work through the winter.",
    "A first stone is to be laid in September, when the water is low.",
)
TITLE = "Council agrees to rebuild the bridge at Darband"
HEADING = "Years of waiting"
CAPTION = "The bridge at Darband with its missing arch, seen on March 3, 2025. (RNA Photo)"

NEWS_SITE = f"""Skip to content
Menu
Home
World
Politics
Business
Sport
Subscribe
Log in
Home > World > Regions

{TITLE}

By Leila Hamdard
Published July 4, 2025 9:15 AM
Share on Facebook
Share on Twitter
Copy link
{CAPTION}
Photo
{CAPTION}

{LEAD}

{BODY[0]}

Advertisement

{BODY[1]}

Read also: Ferry prices rise again before the harvest

{HEADING}

{BODY[2]}

{BODY[3]}

{BODY[4]}

Tags
bridges
rivers
Darband
More From River News
Ferry prices rise again before the harvest
Two villages share one teacher
What the new water law says
Sign up for our newsletter
Get the best of River News in your inbox every morning.
By signing up you agree to our terms of use and privacy policy.
Comments
Anna 2 hours ago
I crossed that bridge as a child and it was already shaking then. High time!
Reply
© 2025 River News. All rights reserved.
"""

BLOG = f"""  * Home
  * About
  * Contact

    {TITLE}

      4 July 2025 | by Leila Hamdard and Omid Rasa | Leave a comment

      {LEAD}

      {BODY[0]}

      {BODY[1]}

      {HEADING}

      {BODY[2]}

      {BODY[3]}

      {BODY[4]}

      Share this:

        * Facebook
        * Twitter
        * WhatsApp

    Related

      * Ferry prices rise again before the harvest
      * Two villages share one teacher

    Leave a Reply

      Your email address will not be published. Required fields are marked *
"""

BARE = "\n\n".join((TITLE, LEAD, *BODY[:2], HEADING, *BODY[2:])) + "\n"

COOKIE_WALL = f"""We use cookies and similar technologies to give you the best experience here.
By choosing "Accept all" you agree that we and our partners store data on your device.
Accept all
Reject
Manage my choices
{NEWS_SITE}"""

RUSSIAN_TITLE = "В Дарбанде решили восстановить каменный мост"
RUSSIAN_BODY = (
    "Совет долины в четверг проголосовал за восстановление старого каменного моста в Дарбанде, "
    "спустя восемь лет после наводнения, которое унесло его среднюю арку.",
    "По словам инженеров, работы займут одиннадцать месяцев и обойдутся примерно в 2,4 млн "
    "долларов, большую часть которых выделит областной фонд.",
    "«Мы ждали достаточно долго, — сказал Карим Нури, который живет на дальнем берегу. — Зимой "
    "мои дети идут в школу два часа».",
    "Критики спрашивали, почему договор отдали без конкурса. Председатель ответил, что только "
    "одна компания согласилась работать зимой.",
)
RUSSIAN_SITE = f"""Главная
Политика
Экономика
Общество
Войти
Подписаться

{RUSSIAN_TITLE}

4 июля 2025, 10:15
Автор: Лейла Хамдард
Поделиться
Фото: пресс-служба совета

{RUSSIAN_BODY[0]}

{RUSSIAN_BODY[1]}

Читайте также: Паромы снова подорожали

Чего ждут жители

{RUSSIAN_BODY[2]}

{RUSSIAN_BODY[3]}

Теги: мосты, реки
Читайте также
Паромы снова подорожали перед сбором урожая
Одна учительница на две деревни
Комментарии (3)
Все права защищены. При использовании материалов ссылка обязательна.
"""

DARI_TITLE = "شورای دره بازسازی پل سنگی دربند را تصویب کرد"
DARI_BODY = (
    "شورای دره روز پنجشنبه بازسازی پل سنگی دربند را تصویب کرد، پلی که سیلاب هشت سال پیش "
    "طاق میانی آن را با خود برده بود.",
    "انجنیران گفتند که کار این پل یازده ماه را در بر می‌گیرد و حدود دو میلیون دالر هزینه دارد که "
    "بیشتر آن از صندوق ولایت پرداخت می‌شود.",
    "کریم نوری که در آن سوی دریا زمین دارد گفت: «ما بس انتظار کشیده‌ایم. اطفال من در زمستان دو "
    "ساعت پیاده به مکتب می‌روند.»",
    "منتقدان پرسیدند که چرا این قرارداد بدون داوطلبی داده شد. رئیس شورا پاسخ داد که تنها یک شرکت "
    "حاضر شد که در زمستان کار کند.",
)
DARI_SITE = f"""صفحه نخست
جهان
سیاست
ورزش
خبرنامه
جستجو

{DARI_TITLE}

۱۳ سرطان ۱۴۰۴
نویسنده: لیلا همدرد
به اشتراک بگذارید
عکس: دفتر رسانه‌های شورا

{DARI_BODY[0]}

{DARI_BODY[1]}

سال‌های انتظار

{DARI_BODY[2]}

{DARI_BODY[3]}

مطالب مرتبط
کرایه کشتی‌ها بار دیگر بلند رفت
یک معلم برای دو قریه
دیدگاه‌ها
دیدگاه خود را بنویسید
تمام حقوق محفوظ است
"""

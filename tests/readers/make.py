"""Articles and coding with all that has ever broken an export: separators, quotes, line ends, formulas, markup that
would run, directions, control signs, emoji, Cyrillic, Arabic."""
import csv, pathlib, sys

work = pathlib.Path(sys.argv[1])
(work / "articles").mkdir()

EVIL = [
    "<script>window.ran=1</script>",
    "</script><script>window.ran=2</script>",
    "<img src=x onerror=\"window.ran=3\">",
    "\"><svg onload=window.ran=4>",
    "'-window.ran=5-'",
    "<iframe src=\"javascript:parent.ran=6\"></iframe>",
    "<style>@import url(http://evil.example/x);</style>",
    "<a href=\"javascript:window.ran=7\">x</a>",
    "<!--<script>window.ran=8</script>-->",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.ran=9>",
    "{{constructor.constructor('window.ran=10')()}}",
    "<link rel=stylesheet href=http://evil.example/y>",
    "]]><script>window.ran=11</script>",
    "&lt;script&gt;window.ran=12&lt;/script&gt;",
]
AWKWARD = [
    "=1+1; \"two\", three",
    "+cmd|' /C calc'!A0",
    "-5 degrees; it was cold",
    "@SUM(1)",
    "=HYPERLINK(\"http://evil.example\")",
    "first line\n\nsecond line; \"quoted\"",
    "мы никогда не согласимся 😀 з цим",
    "لن نقبل أبدا بهذا الشرط",
    "flags 🏳️‍🌈 and 👩‍👩‍👧‍👦 families",
    "a_x0041_b stays as it is",
    "‮turned‬ round",
    "'tis but an apostrophe",
    "tab\there",
]
rows = []
for number, (title, quotes) in enumerate([("Talks & <b>bold</b> claims", AWKWARD), ("<script>window.ran=20</script>", EVIL)]):
    text = f"{title}\n\nThe envoy wrote down what follows, word by word.\n\n"
    for quote in quotes:
        text += f"Before it 😀 stood: {quote} and after it came this.\n\n"
    # A saved page is cleaned of stray tags, which is not what is looked at here: Markdown code keeps them.
    (work / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    for index, quote in enumerate(quotes):
        rows.append({
            "article": f"{number}.txt",
            "tag": ["Position", "Red line", "Proposal"][index % 3],
            "quote": quote,
            "actors": "Calder;Vale" if index % 2 else "<b>Ames</b>",
            "issues": "River" if index % 4 else "Weir; Toll",
            "said_on": "2025-12-14" if index % 3 else "2025-12",
            "credibility": "3" if index % 2 else "",
            "memo": f"=memo {quote}" if index % 5 == 0 else "",
        })
with open(work / "coding.csv", "w", newline="", encoding="utf-8") as file:
    table = csv.DictWriter(file, rows[0].keys())
    table.writeheader()
    table.writerows(rows)
(work / "name.txt").write_text("Talks <script>window.ran=30</script>", encoding="utf-8")

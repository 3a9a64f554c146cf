"""Reads CSV, XLSX and DOCX back: every quote, number and date is that of the records."""
import csv, datetime, json, pathlib, sys
import docx, openpyxl
from openpyxl.utils.escape import unescape

out = pathlib.Path(sys.argv[1]) / "out"
lines = [json.loads(line) for line in open(out / "jsonl.jsonl", encoding="utf-8")]
quotes = [line["target"]["selector"][0]["exact"] for line in lines]
places = [(line["target"]["selector"][1]["start"], line["target"]["selector"][1]["end"]) for line in lines]
assert len(quotes) > 20, len(quotes)

def rows(name):
    with open(out / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))

raw, guarded = rows("raw.csv"), rows("guarded.csv")
assert [row["quote"] for row in raw] == quotes
assert [(int(row["start"]), int(row["end"])) for row in raw] == places
for row in guarded:
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
assert [row["quote"].removeprefix("'") if row["quote"].lstrip("'")[:1] in "=+-@" else row["quote"] for row in guarded] == quotes

book = openpyxl.load_workbook(out / "xlsx.xlsx")
assert book.sheetnames == ["Excerpts", "Articles", "Codebook", "Counts"], book.sheetnames
sheet = book["Excerpts"]
assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
names = [cell.value for cell in sheet[1]]
for row, record in zip(sheet.iter_rows(min_row=2), raw, strict=True):
    for name, cell in zip(names, row):
        expected = record[name]
        assert cell.data_type != "f" and cell.hyperlink is None, cell.coordinate
        if name in ("start", "end", "credibility") and expected:
            assert cell.value == int(expected), (name, cell.value)
        elif name in ("created", "modified") or (name in ("said_on", "published") and len(expected) == 10):
            assert isinstance(cell.value, datetime.datetime), (name, cell.value)
            assert cell.value.strftime("%Y-%m-%dT%H:%M:%S").startswith(expected[:10]), (name, cell.value)
        else:
            assert unescape(cell.value or "") == expected, (name, cell.value, expected)
assert book["Articles"].max_row == 3 and book["Counts"]["C2"].value > 0

def check_brief(name):
    brief = docx.Document(out / name)
    assert sorted(set(p.text for p in brief.paragraphs if p.style.name == "Quote")) == sorted(set(quotes)), name
    return brief

brief = check_brief("docx.docx")
check_brief("context.docx")
assert brief.paragraphs[0].style.name == "Title"
texts = [p.text for p in brief.paragraphs]
assert any(text.startswith("Source: [1] ") for text in texts) and "Codebook" in texts and "Sources" in texts
for link in brief.part.rels.values():
    assert not link.is_external or link.target_ref.startswith(("http://", "https://")), link.target_ref
coded = docx.Document(out / "codeddocx.docx")
body = "\n".join("".join(r.text for r in p.runs if not r.font.superscript) for p in coded.paragraphs)
for quote in quotes:
    assert all(part in body for part in quote.split("\n")), quote
print(f"{len(quotes)} excerpts: CSV, XLSX and DOCX are the same to the letter")

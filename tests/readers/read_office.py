"""Reads what LibreOffice made of the exports: it opened them without loss."""
import csv, json, pathlib, sys
import openpyxl

work = pathlib.Path(sys.argv[1])
quotes = [json.loads(line)["target"]["selector"][0]["exact"] for line in open(work / "out/jsonl.jsonl", encoding="utf-8")]
with open(work / "office/xlsx.csv", newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
assert [row["quote"] for row in rows] == quotes, "XLSX through LibreOffice"
sheet = openpyxl.load_workbook(work / "office/raw.xlsx").active
assert sheet.max_row == len(quotes) + 1, "CSV through LibreOffice"
column = [cell.value for cell in sheet[1]].index("quote") + 1
for row, quote in enumerate(quotes, 2):
    assert sheet.cell(row, column).value == quote, (sheet.cell(row, column).value, quote)
text = (work / "office/docx.txt").read_text(encoding="utf-8-sig")
for quote in quotes:
    assert all(part.strip() in text for part in quote.split("\n")), quote
assert (work / "office/codeddocx.pdf").read_bytes().startswith(b"%PDF")
print(f"{len(quotes)} excerpts through LibreOffice are the same to the letter")

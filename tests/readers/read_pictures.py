"""Reads the pictures of the overview back: the counts in the SVG are those of the table, its words are text, the PNG is the
same picture at twice the size."""
import collections, csv, pathlib, shutil, sys
import xml.etree.ElementTree as xml
from PIL import Image

out = pathlib.Path(sys.argv[1]) / "out"
SVG = "{http://www.w3.org/2000/svg}"
rows = list(csv.DictReader(open(out / "raw.csv", newline="", encoding="utf-8")))

def names(cell):
    return [name.strip() for name in cell.split(";") if name.strip()]

def titles(root, kind):
    return [group.find(SVG + "title").text for group in root.iter(SVG + "g") if group.get("class") == kind]

def counted(title):
    name, _, number = title.rpartition(": ")
    return name, int(number.replace("\u202f", ""))

def read(name):
    root = xml.parse(out / f"{name}.svg").getroot()
    kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert kinds <= {"svg", "title", "rect", "text", "g"}, kinds
    image = Image.open(out / f"{name}.png")
    image.load()
    assert image.size == (2 * int(root.get("width")), 2 * int(root.get("height"))), image.size
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert len(image.convert("RGB").getcolors(1 << 24)) > 50, "something is drawn"
    return root, [text.text for text in root.iter(SVG + "text")]

root, words = read("overview")
assert f"Overview · {len(rows)} excerpts" in " ".join(words), words
charts = {group.find(SVG + "title").text: group for group in root.iter(SVG + "g") if group.get("class") == "bars"}
assert list(charts) == ["By tag", "By actor", "By issue"], list(charts)
for chart, cells in [("By tag", "tag"), ("By actor", "actors"), ("By issue", "issues")]:
    expected = collections.Counter(name for row in rows for name in names(row[cells]))
    found = dict(counted(title) for title in titles(charts[chart], "bar"))
    assert found == expected, (chart, found, expected)

root, words = read("matrix")
chosen = [row for row in rows if row["tag"] in ("Position", "Proposal")]
expected = collections.Counter(f"{row['tag']}, {name}" for row in chosen for name in names(row["actors"]))
assert dict(counted(title) for title in titles(root, "cell")) == expected, titles(root, "cell")
assert "Filter: tag:position or tag:proposal" in words, words
if len(sys.argv) > 2 and sys.argv[2]:
    for name in ("overview", "matrix"):
        shutil.copy(out / f"{name}.png", pathlib.Path(sys.argv[2]) / f"{name}.png")
print(f"{len(rows)} excerpts: the pictures say what the table says")

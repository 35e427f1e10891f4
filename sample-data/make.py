#!/usr/bin/env python3
"""Writes the invented trust in sample-data/calder-and-wharfe/.

Needs Python 3.9 or later and openpyxl (`pip install openpyxl`).
Run from the repository root:

    python3 sample-data/make.py

The random choices are seeded and every date in the files is fixed, so the same version of openpyxl
writes the same bytes each time. README.md beside this file says what is planted where; its tables of
expected outcomes are worked out from the definitions and have to be worked out again when the data changes.
"""

import csv
import datetime as dt
import io
import random
import re
import shutil
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

TRUST = "Calder and Wharfe Learning Trust"
ROOT = Path("sample-data/calder-and-wharfe")
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
PROVIDER, PARTNER = "Northmoor Institute", "Wharfe Vale Teaching School Hub"
BODY = "Pennine Edge Teaching School Hub"


def d(text):
    """2026-09-01 as a date."""
    return dt.date.fromisoformat(text)


def t(text):
    """8:55 as a time."""
    hour, minute = text.split(":")
    return dt.time(int(hour), int(minute))


def span(first, last):
    first, last = d(first), d(last)
    return [first + dt.timedelta(n) for n in range((last - first).days + 1)]


# ---------------------------------------------------------------- records: header rows of the house layout

HEADERS = {
    "school": ["URN", "School", "Phase", "Type", "Local authority", "Pay area", "Trust", "Appropriate body", "Induction tutor"],
    "staff": ["Staff code", "Name", "TRN", "FTE", "Pay range", "Responsibilities", "QTS", "From", "To"],
    "service": ["Staff code", "From", "To", "FTE", "URN"],
    "induction": ["Staff code", "TRN", "Date of birth", "Induction start", "Induction end", "Registered on", "QTS date",
                  "Programme", "Lead provider", "Delivery partner", "Terms served before"],
    "mentorship": ["ECT", "Mentor", "From", "To"],
    "mentors": ["Staff code", "TRN", "Training start", "Programme", "Lead provider", "Completed on", "Ineligible reason",
                "ITT mentor training"],
    "periods": ["Period", "Start", "End", "Teaching"],
    "timetable": ["Staff code", "Day", "Period", "Week", "Activity", "Class", "Subject", "Room", "Effective from"],
    "clocktable": ["Staff code", "Day", "Period", "Start", "End", "Activity", "Class", "Subject", "Room", "Effective from"],
    "calendar": ["From", "To", "Kind", "Name"],
    "cover": ["Date", "Covering teacher", "Period", "Start", "End", "Minutes", "Absent teacher", "Class", "Kind"],
    "meetings": ["Date", "ECT", "Mentor", "Start", "End", "Minutes", "Kind", "Status", "Notes"],
    "training": ["Date", "Person", "Minutes", "Element", "Provider", "Attended"],
    "absence": ["Staff code", "From", "To", "Days", "Kind"],
    "reviews": ["ECT", "Kind", "Date", "Due", "Outcome", "Author", "Sent to AB"],
    "observations": ["Date", "ECT", "Observer", "Feedback on"],
    "payments": ["Paid on", "Scheme", "Amount", "Person", "Reference"],
}


# ---------------------------------------------------------------- writers

STAMP = (2026, 11, 27, 8, 0, 0)


def zipped(path, parts):
    """A zip with fixed dates; a name in `stored` form first is what .ods asks for."""
    with zipfile.ZipFile(path, "w") as out:
        for name, data in parts:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            out.writestr(info, data)


def write_xlsx(path, sheets):
    """sheets: (sheet name, title rows, header, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, titles, header, rows in sheets:
        sheet = book.create_sheet(name)
        for title in titles:
            sheet.append([title] if title else [])
        if titles:
            sheet["A1"].font = Font(bold=True, size=14)
        at = len(titles) + 1
        for column, text in enumerate(header, 1):
            sheet.cell(at, column, text).font = Font(bold=True)
        for r, row in enumerate(rows, at + 1):
            for c, value in enumerate(row, 1):
                if value is None or value == "":
                    continue
                cell = sheet.cell(r, c, value)
                if isinstance(value, dt.date):
                    cell.number_format = "dd/mm/yyyy"
                elif isinstance(value, dt.time):
                    cell.number_format = "hh:mm"
        for column, text in enumerate(header, 1):
            width = max([len(text)] + [len(str(row[column - 1] or "")) for row in rows])
            sheet.column_dimensions[get_column_letter(column)].width = min(40, width + 2)
        sheet.freeze_panes = sheet.cell(at + 1, 1)
    held = io.BytesIO()
    book.save(held)
    parts = []
    with zipfile.ZipFile(held) as made:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-11-27T08:00:00Z", data)
                data = data.replace(b"openpyxl", TRUST.encode())
            parts.append((name, data))
    zipped(path, parts)


def csv_text(value):
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return str(value)


def write_csv(path, header, rows, bom=True, eol="\r\n", quote_all=False):
    held = io.StringIO()
    out = csv.writer(held, lineterminator=eol, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    out.writerow(header)
    out.writerows([csv_text(value) for value in row] for row in rows)
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + held.getvalue().encode())


ODS_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" \
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" \
xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"><office:automatic-styles>\
<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>\
<number:text>/</number:text><number:year number:style="long"/></number:date-style>\
<number:time-style style:name="N2"><number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/></number:time-style>\
<style:style style:name="date" style:family="table-cell" style:data-style-name="N1"/>\
<style:style style:name="time" style:family="table-cell" style:data-style-name="N2"/>\
<style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>\
</office:automatic-styles><office:body><office:spreadsheet>"""
ODS_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">\
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>\
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def ods_cell(value, style=""):
    if value is None or value == "":
        return "<table:table-cell/>"
    shown = f"<text:p>{escape(csv_text(value))}</text:p></table:table-cell>"
    if isinstance(value, dt.date):
        return f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{value}">' + shown
    if isinstance(value, dt.time):
        return (f'<table:table-cell table:style-name="time" office:value-type="time" '
                f'office:time-value="PT{value:%H}H{value:%M}M00S">' + shown)
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}">' + shown
    return f'<table:table-cell{style} office:value-type="string">' + shown


def write_ods(path, sheets):
    out = [ODS_HEAD]
    for name, titles, header, rows in sheets:
        out.append(f'<table:table table:name="{escape(name)}">')
        for row in [[title] for title in titles] + [header]:
            cells = "".join(ods_cell(value, ' table:style-name="bold"') for value in row)
            out.append(f"<table:table-row>{cells}</table:table-row>")
        for row in rows:
            out.append(f'<table:table-row>{"".join(map(ods_cell, row))}</table:table-row>')
        out.append("</table:table>")
    out.append("</office:spreadsheet></office:body></office:document-content>")
    zipped(path, [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                  ("META-INF/manifest.xml", ODS_MANIFEST), ("content.xml", "".join(out))])


# ---------------------------------------------------------------- people

FIRST = """Aaron Abigail Adrian Agnes Ahmed Alana Alfie Alice Alisha Amara Andrew Angela Anil Anita Anna Arthur Asha Ben Beth
Brian Brigid Callum Carla Carys Cathy Cedric Chloe Clara Colin Craig Dana Daniel Deepa Della Derek Diane Dylan Edith Edmund
Elaine Elias Emma Erin Esther Ethan Eva Fatima Fiona Frank Freya Gemma George Gita Grace Greg Hamza Harriet Hazel Helen Henry
Hugh Imran Ines Iris Ivan Jade James Jasmine Jean Jenny Jodie Joel Josie Julia Karen Keith Kiran Kirsty Lara Laura Leo Lewis
Linda Liam Lorna Lucy Luke Lydia Mabel Marcus Maria Mark Maya Megan Mina Molly Nadine Naomi Neil Nina Noel Nora Olga Oliver
Pamela Patrick Paula Peter Petra Philippa Quentin Rachel Ravi Rita Robert Roland Rose Ryan Sabina""".split()
LAST = """Ackroyd Adebayo Aldcroft Ambler Appleyard Arkwright Bairstow Bamforth Barraclough Beaumont Bellhouse Bhatti Binns
Blackshaw Bottomley Bracewell Broadbent Brocklesby Buckley Butterworth Cawthorne Chadwick Clegg Clough Cockcroft Crabtree
Crossley Crowther Culpan Dawson Denby Dewhirst Dyson Earnshaw Eastwood Emmott Farrar Fawcett Feather Firth Foulds Garside
Gaukroger Gledhill Greenwood Haigh Haley Halstead Hanson Hardcastle Hargreaves Hebblethwaite Helliwell Heyhoe Hinchliffe
Hirst Holdsworth Holroyd Horsfall Houldsworth Illingworth Ingham Iqbal Jagger Kershaw Khalil Lascelles Lister Lockwood
Longbottom Lumb Lyles Maude Mellor Midgley Mitton Murgatroyd Naylor Nowak Nuttall Ogden Oldroyd Ormerod Parkin Pickles
Pogson Priestley Quarmby Radcliffe Ramsden Rawnsley Redfearn Riley Robertshaw Rushworth Schofield Shackleton Shaw
Singleton Smithies Speight Stansfield Stott Sugden Sunderland Swales Sykes Tattersall Tempest Thackray Thewlis Thornber
Thwaite Tordoff Uttley Varley Verity Waddington Walshaw Waterhouse Wheelwright Whiteley Widdop Womersley Wrigley""".split()


class School:
    def __init__(self, folder, urn, name, phase, tutor, seed, pay_area="Rest of England"):
        self.folder, self.dice = folder, random.Random(seed)
        self.records = {record: [] for record in HEADERS}
        self.trn_next = urn % 10 * 1000 + 9_010_003
        self.trns, self.codes = {}, set()
        self.records["school"] = [[str(urn), name, phase, "academy", "Wharfe Vale", pay_area, TRUST, BODY, tutor]]

    def add(self, record, *row):
        row = list(row)
        self.records[record].append(row + [None] * (len(HEADERS[record]) - len(row)))

    def staff(self, code, name, fte, pay, duties="", qts="Yes", since="2021-09-01", until=None):
        assert code not in self.codes, code
        self.codes.add(code)
        self.trn_next += 7
        self.trns[code] = str(self.trn_next)
        self.add("staff", code, name, self.trns[code], fte, pay, duties, qts, d(since), until and d(until))

    def more_staff(self, names, fte, pay, duties="", since=None):
        """The next invented names, with a code made of their letters."""
        codes = []
        for first, last in names:
            tries = [first[0] + last[:2], first[:2] + last[0], first[0] + last[0] + last[2], first[0] + last[0] + last[-1],
                     first[0] + last[1:3], first[0] + last[-2:]]
            code = next(c.upper() for c in tries if c.upper() not in self.codes)
            year = self.dice.choice(["2015", "2017", "2018", "2019", "2020", "2021", "2022", "2023"])
            self.staff(code, f"{first} {last}", fte, pay, duties, since=since or f"{year}-09-01")
            codes.append(code)
        return codes

    def induct(self, code, born, start, registered, qts, programme="provider-led", end=None, before=None):
        led = programme == "provider-led"
        self.add("induction", code, self.trns[code], d(born), d(start), end and d(end), registered and d(registered), d(qts),
                 programme, PROVIDER if led else None, PARTNER if led else None, before)

    def mentor(self, code, start, programme="provider-led", completed=None, ineligible=None):
        led = programme == "provider-led"
        self.add("mentors", code, self.trns[code], start and d(start), programme, PROVIDER if led else None,
                 completed and d(completed), ineligible)

    def calendar(self, *rows):
        for first, last, kind, name in rows:
            self.add("calendar", d(first), d(last), kind, name)

    def teaching_days(self, first, last):
        def within(day, kinds):
            return any(row[2] in kinds and row[0] <= day <= row[1] for row in self.records["calendar"])
        return [day for day in span(first, last) if day.weekday() < 5 and within(day, ["term"])
                and not within(day, ["holiday", "bank holiday", "closure", "INSET"])]

    def train(self, code, sessions, provider=PROVIDER):
        for day, minutes, element, *attended in sessions:
            self.add("training", d(day), code, minutes, element, provider, attended[0] if attended else "Yes")

    def meet(self, ect, mentor, days, start, end, kind="meeting", status="held", notes=None):
        for day in days:
            self.add("meetings", d(day), ect, mentor, start and t(start), end and t(end), None, kind, status, notes)

    def sort(self, record, key):
        self.records[record].sort(key=key)


def pairs_of_names():
    """First and last names; a last name comes once in the whole trust."""
    random.Random(7).shuffle(FIRST)
    random.Random(8).shuffle(LAST)
    return zip(FIRST, LAST)


NAMES = pairs_of_names()


def take(n):
    return [next(NAMES) for _ in range(n)]


# ---------------------------------------------------------------- calendars

SHARED_DATES = [
    ("2025-12-25", "2025-12-26", "bank holiday", "Christmas and Boxing Day"),
    ("2026-01-01", "2026-01-01", "bank holiday", "New Year's Day"),
    ("2026-04-03", "2026-04-06", "bank holiday", "Good Friday to Easter Monday"),
    ("2026-05-04", "2026-05-04", "bank holiday", "Early May bank holiday"),
    ("2026-05-25", "2026-05-25", "bank holiday", "Spring bank holiday"),
    ("2026-08-31", "2026-08-31", "bank holiday", "Summer bank holiday"),
    ("2026-12-25", "2026-12-28", "bank holiday", "Christmas and Boxing Day"),
    ("2027-01-01", "2027-01-01", "bank holiday", "New Year's Day"),
    ("2027-03-26", "2027-03-29", "bank holiday", "Good Friday to Easter Monday"),
    ("2027-05-03", "2027-05-03", "bank holiday", "Early May bank holiday"),
    ("2027-05-31", "2027-05-31", "bank holiday", "Spring bank holiday"),
]
HALF_TERMS = [
    ("2025-10-27", "2025-10-31", "holiday", "Autumn half-term"),
    ("2026-02-16", "2026-02-20", "holiday", "Spring half-term"),
    ("2026-05-25", "2026-05-29", "holiday", "Summer half-term"),
    ("2026-10-26", "2026-10-30", "holiday", "Autumn half-term"),
    ("2027-02-15", "2027-02-19", "holiday", "Spring half-term"),
    ("2027-05-31", "2027-06-04", "holiday", "Summer half-term"),
]
TERMS = [
    ("2025-09-01", "2025-12-19", "term", "Autumn 2025"),
    ("2026-01-05", "2026-03-27", "term", "Spring 2026"),
    ("2026-04-13", "2026-07-21", "term", "Summer 2026"),
    ("2026-09-01", "2026-12-18", "term", "Autumn 2026"),
    ("2027-01-04", "2027-03-25", "term", "Spring 2027"),
    ("2027-04-12", "2027-07-21", "term", "Summer 2027"),
]


def split_terms():
    """The same terms as two rows each, one either side of half-term."""
    rows = []
    for (first, last, kind, name), half in zip(TERMS, HALF_TERMS):
        before, after = d(half[0]) - dt.timedelta(3), d(half[1]) + dt.timedelta(3)
        rows += [(first, str(before), kind, f"{name}, first half"), (str(after), last, kind, f"{name}, second half")]
    return rows


def weeks_a_b(first_monday, last, label, skip):
    """Week A/B rows, alternating over the weeks that are not half-terms or holidays."""
    rows, monday = [], d(first_monday)
    while monday <= d(last):
        if not any(d(a) <= monday <= d(b) for a, b in skip):
            rows.append((str(monday), str(monday + dt.timedelta(4)), f"week {label}", ""))
            label = "B" if label == "A" else "A"
        monday += dt.timedelta(7)
    return rows


# ---------------------------------------------------------------- timetables of the secondaries

def class_names(dice, subject, years, counts={}):
    """Classes of one teacher: 8b/Ma2. No two teachers share one."""
    made = []
    for year in years:
        key = (subject, year)
        counts[key] = counts.get(key, 0) + 1
        n = counts[key]
        made.append(f"{year}{'abcdef'[(n - 1) % 6]}/{subject}{(n - 1) // 6 + 1}")
    return made


def weekly_plan(dice, taught, ppa, ect=0, fixed={}, days=range(5), other=0):
    """{slot: activity} for each week of the cycle; `taught`, `ppa`, `ect` and `other` hold one number a week.
    The weeks are as alike as the numbers allow; fixed slots (day, period) are (activity, weeks, in other weeks)."""
    free = [(day, period) for day in days for period in range(1, 6) if (day, period) not in fixed]
    dice.shuffle(free)
    plans = []
    for week, lessons in enumerate(taught):
        plan = {slot: what if week in weeks else rest[0] for slot, (what, weeks, *rest) in fixed.items() if week in weeks or rest}
        tail = free[::-1]
        for slot in free[:lessons]:
            plan[slot] = "Lesson"
        at = 0
        for what, n in (("PPA", ppa[week]), ("ECT time", ect[week] if ect else 0), ("Meeting", other)):
            for slot in tail[at:at + n]:
                assert slot not in plan, (taught, ppa, ect)
                plan[slot] = what
            at += n
        plans.append(plan)
    return plans


SUBJECTS = [("Mathematics", "Ma"), ("English", "En"), ("Science", "Sc"), ("French", "Fr"), ("History", "Hi"), ("Geography", "Gg"),
            ("Art", "Ar"), ("Music", "Mu"), ("Computing", "Co"), ("Physical education", "Pe"), ("Religious studies", "Rs"),
            ("Design and technology", "Dt")]


# ---------------------------------------------------------------- school 1

def ottergill():
    """A secondary on a two-week cycle; one workbook a record."""
    s = School("ottergill-high-school", 900101, "Ottergill High School", "Secondary", "Lorraine Penhale", 101)
    s.calendar(*TERMS, *HALF_TERMS, *SHARED_DATES,
               ("2025-12-22", "2026-01-02", "holiday", "Christmas"), ("2026-03-30", "2026-04-10", "holiday", "Easter"),
               ("2026-12-21", "2027-01-01", "holiday", "Christmas"), ("2027-03-26", "2027-04-09", "holiday", "Easter"),
               ("2025-09-01", "2025-09-02", "INSET", "Staff training"), ("2026-01-05", "2026-01-05", "INSET", "Staff training"),
               ("2026-07-20", "2026-07-21", "INSET", "Staff training"), ("2026-09-01", "2026-09-02", "INSET", "Staff training"),
               ("2026-11-02", "2026-11-02", "INSET", "Staff training"), ("2027-01-04", "2027-01-04", "INSET", "Staff training"))
    breaks = [(a, b) for a, b, kind, _ in HALF_TERMS] + [
        ("2025-12-22", "2026-01-02"), ("2026-03-30", "2026-04-10"), ("2026-12-21", "2027-01-01"), ("2027-03-26", "2027-04-09")]
    s.calendar(*weeks_a_b("2025-09-01", "2026-07-21", "A", breaks), *weeks_a_b("2026-08-31", "2027-07-21", "B", breaks))

    # Who works here.
    s.staff("LPE", "Lorraine Penhale", 1, "Leadership", "Assistant headteacher, induction tutor")
    s.more_staff(take(1), 1, "Leadership", "Headteacher")
    heads = s.more_staff(take(2), 1, "Leadership", "Deputy headteacher") + s.more_staff(take(2), 1, "Leadership", "Assistant headteacher")
    s.staff("TLU", "Tobias Lunn", 1, "Main", since="2026-09-01")
    s.staff("NOK", "Nkechi Okoro", 1, "Main", since="2025-09-01")
    s.staff("PSA", "Priyanka Sahota", 1, "Main", since="2026-01-05")
    s.staff("HBI", "Hannah Birkwood", 0.6, "Main", since="2025-09-01")
    s.staff("LFA", "Leila Farrokh", 1, "Main", since="2025-09-01")
    s.staff("RCO", "Ruth Coldwell", 1, "Upper", since="2016-09-01")
    s.staff("SMA", "Samuel Maddox", 1, "Upper", since="2018-09-01")
    s.staff("JPE", "Joanna Petrie", 1, "Main", since="2021-09-01")
    s.staff("DHO", "Dominic Hollis", 1, "Upper", since="2014-09-01")
    s.staff("VTR", "Victor Tremlett", 1, "Upper", "Second in science", since="2017-09-01")
    plain = s.more_staff(take(24), 1, "Main")
    for row in s.records["staff"]:
        if row[0] in plain[3:5]:
            row[5] = "-"          # the office writes a dash for "none"
    leads = s.more_staff(take(12), 1, "Upper", "Head of department")
    pastoral = s.more_staff(take(2), 1, "Main", "Head of year")
    part = s.more_staff(take(4), 0.8, "Main") + s.more_staff(take(1), 0.4, "Upper")
    supervisors = s.more_staff(take(2), 1, "Unqualified", "Cover supervisor")
    for row in s.records["staff"]:
        if row[0] in supervisors:
            row[6] = "No"
        if row[0] == "SMA":
            row[6] = d("2018-07-02")  # the office knows the day
    s.more_staff(take(1), 1, "Main", since="2019-09-01")
    s.records["staff"][-1][8] = d("2026-08-31")      # left in the summer

    # Two whose induction is over; only their money is still to be settled.
    for code, since in ((plain[8], "2024-01-08"), (part[1], "2023-09-01")):
        next(row for row in s.records["staff"] if row[0] == code)[7] = d(since)
    # Came from another school with part 1 behind him, finished on 9 October and left at half-term.
    s.codes_before = set(s.codes)
    s.staff("OTR", "Owain Trevelyan", 1, "Main", since="2025-10-06", until="2026-10-23")

    s.add("service", "HBI", d("2025-09-01"), d("2025-12-31"), 0.8, "900101")
    s.add("service", "HBI", d("2026-01-01"), None, 0.6, "900101")

    s.induct("TLU", "2003-04-11", "2026-09-01", "2026-07-06", "2026-06-30")
    s.induct("NOK", "2001-12-02", "2025-09-01", "2025-07-01", "2025-06-27")
    s.induct("PSA", "1998-02-17", "2026-01-05", "2026-01-05", "2025-12-12")
    s.induct("HBI", "1994-09-30", "2025-09-01", "2025-09-22", "2025-07-04")
    s.induct("LFA", "1996-05-23", "2025-01-06", "2024-12-12", "2024-07-05", before=2)

    s.induct(plain[8], "2001-07-19", "2024-01-08", "2023-12-11", "2023-07-03", end="2025-12-19")
    s.induct(part[1], "1990-10-08", "2023-09-01", "2023-07-03", "2023-06-30", end="2026-03-27")
    s.induct("OTR", "1997-03-26", "2024-09-02", "2024-07-08", "2024-07-01", end="2026-10-09", before=3)

    for ect, mentor, first, last in [
            ("TLU", "RCO", "2026-09-01", None), ("NOK", "RCO", "2025-09-01", None), ("PSA", "SMA", "2026-01-05", None),
            ("HBI", "DHO", "2025-09-01", "2026-10-09"), ("HBI", "JPE", "2026-10-13", None), ("LFA", "VTR", "2025-09-01", None),
            ("OTR", leads[5], "2025-10-06", None)]:
        s.add("mentorship", ect, mentor, d(first), last and d(last))
    s.mentor("RCO", "2024-09-09", completed="2026-07-10")
    s.mentor("SMA", "2025-09-08")
    s.mentor("JPE", "2026-01-12")
    s.mentor("DHO", "2024-09-09", completed="2026-07-10")
    s.mentor("VTR", "2025-09-08")
    s.mentor(plain[8], "2026-01-12")          # a mentor herself since, so she has a line in both schemes

    s.train("SMA", [("2025-09-18", 360, "conference"), ("2025-11-13", 90, "clinic"), ("2026-01-22", 240, "self-study"),
                    ("2026-03-05", 90, "clinic"), ("2026-05-14", 180, "coaching"), ("2026-06-25", 240, "conference"),
                    ("2026-10-08", 45, "coaching")])
    s.train("JPE", [("2026-01-22", 120, "induction"), ("2026-03-05", 90, "clinic", "No"), ("2026-04-23", 240, "conference"),
                    ("2026-06-11", 90, "clinic"), ("2026-09-24", 110, "self-study"), ("2026-11-12", 60, "coaching")])
    s.train("VTR", [("2025-09-18", 360, "conference"), ("2025-11-13", 90, "clinic", "No"), ("2026-01-22", 200, "self-study"),
                    ("2026-05-14", 180, "coaching"), ("2026-06-25", 240, "conference", "No"), ("2026-10-08", 120, "clinic")])
    s.sort("training", lambda row: row[0])

    s.add("absence", "NOK", d("2026-01-19"), d("2026-03-27"), None, "Sickness")
    s.add("absence", "LFA", d("2026-01-12"), d("2026-05-22"), None, "Maternity")
    s.add("absence", "TLU", d("2026-09-29"), d("2026-09-29"), 0.5, "Medical appointment")
    s.add("absence", "PSA", d("2026-11-18"), d("2026-11-19"), None, "Sickness")
    s.add("absence", plain[6], d("2026-10-05"), d("2026-10-09"), 5, "Sickness")
    s.add("absence", leads[2], d("2026-11-10"), d("2026-11-10"), None, "Family emergency")

    bells = [("Reg", "8:35", "8:55", "no"), ("P1", "8:55", "9:55", "yes"), ("P2", "9:55", "10:55", "yes"), ("Break", "10:55", "11:15", "no"),
             ("P3", "11:15", "12:15", "yes"), ("P4", "12:15", "13:15", "yes"), ("Lunch", "13:15", "14:00", "no"), ("P5", "14:00", "15:00", "yes")]
    for name, start, end, teaching in bells:
        s.add("periods", name, t(start), t(end), teaching)

    # The timetable. Days and periods count from Monday = 0 and P1 = 1; weeks 0 and 1 are A and B.
    both = (0, 1)
    taught = [42] * 3 + [43] * 9 + [45] * 8 + [46] * 4      # fortnightly lessons of the 24 comparable teachers: median 44
    s.dice.shuffle(taught)
    loads = {}
    for code, n in zip(plain, taught):
        loads[code] = dict(taught=[n // 2, n - n // 2], ppa=[2, 2] if n > 45 else [3, 2] if n > 43 else [2, 3])
    for code in heads:
        loads[code] = dict(taught=[8, 8], ppa=[1, 1], other=6)
    loads["LPE"] = dict(taught=[6, 6], ppa=[1, 1], other=8)
    for code in leads:
        loads[code] = dict(taught=[19, 19], ppa=[2, 2], other=2)
    for code in pastoral:
        loads[code] = dict(taught=[20, 20], ppa=[2, 2], other=2)
    for code in part[:4]:
        loads[code] = dict(taught=[17, 17], ppa=[2, 2], days=[0, 1, 2, 3])
    loads[part[4]] = dict(taught=[8, 8], ppa=[1, 1], days=[3, 4])
    m = "Mentoring"
    loads["TLU"] = dict(taught=[20, 20], ppa=[2, 2], ect=[1, 1], fixed={(1, 4): (m, both)})
    loads["NOK"] = dict(taught=[19, 20], ppa=[2, 2], ect=[2, 1], fixed={(3, 2): (m, both)})
    loads["PSA"] = dict(taught=[19, 19], ppa=[2, 2], ect=[2, 2], fixed={(0, 3): (m, both)})
    loads["HBI"] = dict(taught=[11, 12], ppa=[2, 1], ect=[1, 0], fixed={(1, 2): (m, both)}, days=[0, 1, 2])
    loads["RCO"] = dict(taught=[20, 20], ppa=[2, 2], fixed={(1, 4): (m, both), (3, 2): (m, both)})
    loads["SMA"] = dict(taught=[20, 20], ppa=[2, 2], fixed={(0, 3): (m, both)})
    loads["JPE"] = dict(taught=[21, 20], ppa=[2, 2], fixed={(1, 2): (m, both)})
    loads["DHO"] = dict(taught=[20, 20], ppa=[2, 2], fixed={(1, 2): (m, both)})
    loads["VTR"] = dict(taught=[20, 20], ppa=[2, 2], fixed={(4, 1): (m, (1,))})

    plans = {}

    def lay(code, load, since=None):
        plan = weekly_plan(s.dice, **load)
        plans[code] = plan
        subject, short = SUBJECTS[sorted(s.codes_before).index(code) % len(SUBJECTS)]
        slots = sorted({slot for week in plan for slot, what in week.items() if what == "Lesson"})
        classes = class_names(s.dice, short, s.dice.sample(["7", "8", "9", "10", "11", "7", "8"], 6))
        room = f"{short[0]}{sorted(s.codes_before).index(code) % 24 + 1}"
        by_slot = {slot: classes[n % len(classes)] for n, slot in enumerate(slots)}
        for label, week in zip("AB", plan):
            for day, period in sorted(week):
                what = week[day, period]
                lesson = what == "Lesson"
                s.add("timetable", code, DAYS[day], f"P{period}", label, what, by_slot[day, period] if lesson else None,
                      subject if lesson else None, room if lesson else None, since and d(since))

    for row in list(s.records["staff"]):
        code = row[0]
        if code in loads:
            lay(code, loads[code])
        if code in plain[:20] + ["PSA", "NOK"]:
            for day in DAYS:
                s.add("timetable", code, day, "Reg", None, "Registration", f"{s.dice.choice('789')}{code[0]}", None, None)
    # Leila Farrokh taught too much until half-term; a new timetable began on 2 November.
    fixed = {(4, 1): (m, (1,), "Lesson")}
    lay("LFA", dict(taught=[21, 21], ppa=[2, 3], ect=[1, 0], fixed=fixed))
    lay("LFA", dict(taught=[20, 20], ppa=[2, 3], ect=[1, 0], fixed=fixed), since="2026-11-02")
    # Owain Trevelyan: his own dice, so that nobody else's timetable depends on him.
    slot = next((day, period) for day in range(1, 5) for period in range(1, 6) if (day, period) not in plans[leads[5]][0])
    for label, week in zip("AB", weekly_plan(random.Random(1101), [20, 20], [2, 2], [1, 1], {slot: (m, (0,))})):
        for day, period in sorted(week):
            lesson = week[day, period] == "Lesson"
            s.add("timetable", "OTR", DAYS[day], f"P{period}", label, week[day, period], f"{7 + (day + period) % 5}x/Sp1" if lesson else None,
                  "Spanish" if lesson else None, "S25" if lesson else None)
    s.add("timetable", leads[5], DAYS[slot[0]], f"P{slot[1]}", "A", m)
    otr_start, otr_end = next((start, end) for name, start, end, _ in bells if name == f"P{slot[1]}")
    # One lesson of Ruth Coldwell's moved to her free period, so that she and Tobias Lunn are free together once a fortnight.
    free = next(slot for slot in sorted({(day, period) for day in range(5) for period in range(1, 6)} - set(plans["RCO"][1])))
    shared = next(slot for slot in [(day, period) for day in range(5) for period in range(1, 6)]
                  if slot not in plans["TLU"][1] and plans["RCO"][1].get(slot) == "Lesson")
    for row in s.records["timetable"]:
        if row[:4] == ["RCO", DAYS[shared[0]], f"P{shared[1]}", "B"]:
            row[1:3] = DAYS[free[0]], f"P{free[1]}"
    plans["RCO"][1][free] = plans["RCO"][1].pop(shared)

    # Meetings.
    tuesdays = ["2026-09-08", "2026-09-15", "2026-09-22", "2026-09-29", "2026-10-06", "2026-10-13", "2026-10-20",
                "2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24"]

    def later(days, n):
        return [str(d(day) + dt.timedelta(n)) for day in days]
    missed = {"2026-10-06": "cancelled", "2026-10-13": "cancelled", "2026-11-17": "missed"}
    for day in tuesdays:
        s.meet("TLU", "RCO", [day], "12:15", "13:15", status=missed.get(day, "held"),
               notes="Mentor on a trip" if day == "2026-10-06" else None)
    for day in later(tuesdays, 2):
        if day == "2026-11-12":       # into Ruth Coldwell's PPA
            s.meet("NOK", "RCO", ["2026-11-13"], "12:15", "13:15", notes="Moved: mock examinations on Thursday")
        else:
            s.meet("NOK", "RCO", [day], "9:55", "10:55")
    for day in later(tuesdays, -1):
        if day == "2026-10-12":
            s.meet("PSA", "SMA", [day], "11:15", "12:00", notes="Stopped early, fire drill")
        elif day == "2026-11-02":
            s.meet("PSA", "SMA", ["2026-11-03"], "9:00", "10:00", notes="Monday was INSET")
        else:
            s.meet("PSA", "SMA", [day], "11:15", "12:15")
    for day in tuesdays:
        mentor = "DHO" if day < "2026-10-10" else "JPE"
        if day == "2026-09-22":       # the visit to a lesson overlaps the meeting: 60 minutes, not 75
            s.meet("HBI", mentor, [day], "9:55", "10:40", kind="coaching")
            s.meet("HBI", mentor, [day], "10:25", "10:55", kind="drop-in")
        else:
            s.meet("HBI", mentor, [day], "9:55", "10:55")
    s.meet("LFA", "VTR", ["2026-09-18", "2026-10-16", "2026-11-20"], "8:55", "9:55")
    s.meet("LFA", "VTR", ["2026-10-02", "2026-11-06"], "15:15", "16:00", notes="After school, in the science office")
    s.meet("LFA", "VTR", ["2026-10-01", "2026-11-05"], "9:05", "9:20", kind="drop-in")
    s.meet("LFA", "VTR", ["2026-10-14"], "14:00", "15:00", kind="observation")
    s.meet("OTR", leads[5], later(["2026-09-07", "2026-09-21", "2026-10-05"], slot[0]), otr_start, otr_end)
    s.meet("TLU", "RCO", ["2026-12-01", "2026-12-08"], "12:15", "13:15", status="", notes="Planned")
    s.meet("NOK", "RCO", ["2026-12-03"], "9:55", "10:55", status="", notes="Planned")
    s.sort("meetings", lambda row: (row[0], row[1], row[3]))
    this_year, s.records["meetings"] = s.records["meetings"], []
    mondays = ["2025-10-06", "2025-10-20", "2025-11-03", "2025-11-17", "2025-12-01", "2025-12-15", "2026-01-12", "2026-01-26",
               "2026-02-09", "2026-03-02", "2026-03-16", "2026-04-20", "2026-05-11", "2026-05-18", "2026-06-08", "2026-06-29"]
    s.meet("OTR", leads[5], later(mondays, slot[0]), otr_start, clock(minutes(otr_end) - 15))
    last_year, s.records["meetings"] = s.records["meetings"], this_year

    # Cover: an ordinary register, and what it took from the ECTs.
    label = {row[0]: row[2][-1] for row in s.records["calendar"] if row[2].startswith("week ")}

    def plan_of(code, day):
        monday = day - dt.timedelta(day.weekday())
        return plans[code]["AB".index(label[monday])]

    def days_of(code, what, first="2026-09-03", last="2026-11-27"):
        return [(day, period) for day in s.teaching_days(first, last) for (weekday, period), had in sorted(plan_of(code, day).items())
                if weekday == day.weekday() and had == what]

    ects = {"TLU", "NOK", "PSA", "HBI", "LFA"}
    for day in s.teaching_days("2026-09-07", "2026-11-27"):
        for period in s.dice.sample(range(1, 6), 2):
            slot = (day.weekday(), period)
            away = [code for code in plans if code not in ects and plan_of(code, day).get(slot) == "Lesson"]
            free = supervisors + [code for code in heads + leads if slot not in plan_of(code, day)]
            absent = s.dice.choice(away)
            lesson = next(row for row in s.records["timetable"] if row[0] == absent and row[1] == DAYS[day.weekday()]
                          and row[2] == f"P{period}" and row[3] == label[day - dt.timedelta(day.weekday())])
            s.add("cover", day, s.dice.choice(free), f"P{period}", None, None, None, absent, lesson[5], "cover")
    times = {name: (start, end) for name, start, end, _ in bells}
    # Nkechi Okoro: one lesson lost and given back.
    day, period = days_of("NOK", "ECT time")[2]
    s.add("cover", day, "NOK", f"P{period}", None, None, None, plain[0], None, "cover")
    s.add("cover", d("2026-10-14"), "NOK", None, None, None, 60, None, None, "repaid")
    # Priyanka Sahota: a whole lesson, half of one (written by the clock), an hour repaid.
    (one, first), (two, second) = days_of("PSA", "ECT time")[3], days_of("PSA", "ECT time")[8]
    s.add("cover", one, "PSA", f"P{first}", None, None, None, plain[6], None, "cover")
    start, end = times[f"P{second}"]
    s.add("cover", two, "PSA", None, t(clock(minutes(start) + 30)), t(end), None, leads[2], None, "")
    s.add("cover", d("2026-10-16"), "PSA", "P4", None, None, None, None, None, "repaid")
    # Leila Farrokh: twenty minutes of a period for an event.
    day, period = days_of("LFA", "ECT time", first="2026-11-03")[0]
    s.add("cover", day, "LFA", f"P{period}", None, None, 20, None, None, "event")
    # Tobias Lunn covered once, in a lesson where he had nothing: nothing is lost.
    day, period = next((day, period) for day in s.teaching_days("2026-10-05", "2026-11-27") for period in range(1, 6)
                       if (day.weekday(), period) not in plan_of("TLU", day))
    s.add("cover", day, "TLU", f"P{period}", None, None, None, plain[1], None, "cover")
    # Hannah Birkwood covered in her PPA: no induction time is lost, but PPA is not for cover.
    day, period = days_of("HBI", "PPA", first="2026-11-09")[0]
    s.add("cover", day, "HBI", f"P{period}", None, None, None, plain[2], None, "cover")
    s.sort("cover", lambda row: (row[0], row[2] or "", row[1]))

    for ect, kind, date, due, outcome, sent in [
            ("NOK", "progress review", "2025-12-04", "2025-12-19", "on track", "2025-12-09"),
            ("LFA", "formal assessment", "2025-12-09", "2025-12-19", "meeting the standards", "2025-12-16"),
            ("PSA", "progress review", "2026-03-19", "2026-03-27", "on track", "2026-03-24"),
            ("PSA", "progress review", "2026-07-02", "2026-07-17", "on track", "2026-07-07"),
            ("NOK", "progress review", "2026-07-01", "2026-07-17", "on track", "2026-07-07"),
            ("TLU", "progress review", None, "2026-12-11", None, None),
            ("NOK", "progress review", "2026-11-24", "2026-12-11", "on track", None),
            ("PSA", "formal assessment", None, "2026-11-19", None, None),
            ("HBI", "progress review", "2026-11-17", "2026-12-11", "on track", "2026-11-24"),
            ("LFA", "formal assessment", "2026-11-19", "2026-12-09", "meeting the standards", None),
            ("OTR", "progress review", "2026-03-12", "2026-03-27", "on track", "2026-03-19"),
            ("OTR", "formal assessment", "2026-10-07", "2026-10-09", "meeting the standards", "2026-10-20")]:
        s.add("reviews", ect, kind, date and d(date), d(due), outcome, "LPE", sent and d(sent))
    for date, ect, feedback in [("2026-09-24", "TLU", "2026-09-25"), ("2026-10-01", "NOK", "2026-10-02"), ("2026-10-05", "PSA", "2026-10-07"),
                                ("2026-10-07", "HBI", "2026-10-07"), ("2026-10-14", "LFA", "2026-10-15"), ("2026-11-12", "TLU", "2026-11-13"),
                                ("2026-11-16", "PSA", None), ("2026-11-19", "NOK", "2026-11-20"),
                                ("2026-09-22", "OTR", "2026-09-23")]:
        s.add("observations", d(date), ect, "LPE", feedback and d(feedback))

    for date, amount, person, reference in [("2025-11-28", 788.05, "RCO", "BACS 40117"), ("2025-11-28", 788.05, "DHO", "BACS 40117"),
                                            ("2026-11-20", 788.05, "RCO", "BACS 52230"), ("2026-11-20", 144.34, "SMA", "BACS 52230"),
                                            ("2026-11-20", 144.30, "JPE", "BACS 52230"), ("2026-11-20", 288.68, "VTR", "BACS 52230")]:
        s.add("payments", d(date), "mentor training", amount, person, reference)
    s.add("payments", d("2026-11-20"), "mentor training", 144.34, plain[8], "BACS 52230")
    for date, amount, person, reference in [("2025-11-28", 2100, plain[8], "BACS 40118"), ("2026-11-20", 2000, "OTR", "BACS 52231"),
                                            ("2025-11-28", 1200, None, "BACS 40118")]:
        s.add("payments", d(date), "year 2 grant", amount, person, reference)

    out = ROOT / s.folder
    titled = {"timetable": ["Ottergill High School", "Staff timetable 2026-27, weeks A and B"], "meetings": ["ECT mentor meetings, autumn 2026"],
              "staff": ["Ottergill High School: staff list", "Printed 27 November 2026", ""]}
    for record, file, sheet in [
            ("school", "School details", "School"), ("staff", "Staff list", "All staff"), ("service", "Contract changes", "Contracts"),
            ("induction", "ECT induction", "ECTs"), ("mentorship", "Mentor allocation", "Who mentors whom"),
            ("mentors", "Mentor training status", "Mentors"), ("periods", "Bell times", "Bells"), ("timetable", "Timetable", "Staff timetable"),
            ("calendar", "Calendar", "Dates"), ("cover", "Cover log", "Autumn 2026"), ("meetings", "Mentor meetings", "Log"),
            ("training", "Mentor training log", "Sessions"), ("absence", "Absence", "Absence"), ("reviews", "Reviews", "Reviews"),
            ("observations", "Observations", "Lesson observations"), ("payments", "Grant payments", "Remittances")]:
        sheets = [(sheet, titled.get(record, []), HEADERS[record], s.records[record])]
        if record == "meetings":
            sheets.append(("Log 2025-26", ["ECT mentor meetings, 2025-26"], HEADERS[record], last_year))
        write_xlsx(out / f"{file}.xlsx", sheets)
    return s


# ---------------------------------------------------------------- school 2

def larkrigg():
    """A secondary whose timetable is a FET export; CSV files for the rest."""
    s = School("larkrigg-academy", 900102, "Larkrigg Academy", "Secondary", "Marguerite Sowden", 102, pay_area="Outer London")
    s.calendar(*split_terms(), *HALF_TERMS, *SHARED_DATES,
               ("2025-09-01", "2025-09-01", "INSET", "Staff training"), ("2026-01-05", "2026-01-05", "INSET", "Staff training"),
               ("2026-09-01", "2026-09-01", "INSET", "Staff training"), ("2027-01-04", "2027-01-04", "INSET", "Staff training"))
    s.staff("MSO", "Marguerite Sowden", 1, "Leadership", "Deputy headteacher")
    s.staff("ADW", "Amelia Dwyer", 1, "M1", since="2026-09-01")
    s.staff("CJO", "Conrad Joyce", 1, "M1", since="2026-09-01", qts="14/10/2026")
    s.staff("ZMI", "Zainab Mirza", 1, "M2", since="2025-09-01")
    s.staff("FOL", "Fergus Oldham", 0.8, "M1", since="2026-04-13")
    s.staff("IST", "Idris Stallard", 1, "M3", since="2024-09-02")
    s.staff("EPA", "Eleanor Pargeter", 1, "Upper")
    s.staff("OHU", "Owen Hulme", 1, "Upper", "Head of history")
    s.staff("BTI", "Bethan Tindall", 1, "M6")
    s.staff("WAS", "Wilfred Ashby", 1, "Upper")
    s.staff("YCH", "Yusuf Chaudhry", 1, "Upper")
    s.more_staff(take(1), 1, "Leadership", "Headteacher")
    heads = s.more_staff(take(3), 1, "Leadership", "Assistant headteacher")
    plain = s.more_staff(take(7), 1, "M4") + s.more_staff(take(6), 1, "M6")
    leads = s.more_staff(take(9), 1, "Upper", "Head of department")
    part = s.more_staff(take(3), 0.6, "M5")
    next(row for row in s.records["staff"] if row[0] == "OHU")[6] = "No"
    known = sorted(s.codes)
    s.staff("SWR", "Saskia Wren", 1, "M1", since="2026-11-02")

    s.induct("ADW", "2004-01-19", "2026-09-01", "2026-07-13", "2026-07-03")
    s.induct("CJO", "1999-08-08", "2026-09-01", "2026-08-28", "2026-10-14", programme="school-led")
    s.induct("ZMI", "2002-06-14", "2025-09-01", "2025-09-01", "2025-07-01")
    s.induct("FOL", "1991-03-03", "2026-04-13", "2026-03-20", "2025-07-01")
    s.induct("IST", "2001-11-27", "2024-09-02", "2024-07-11", "2024-07-01", end="2026-09-25")
    s.induct("SWR", "2003-02-11", "2026-11-02", "2026-10-19", "2026-07-03")
    for ect, mentor, first, last in [
            ("ADW", "EPA", "2026-09-01", None), ("CJO", "OHU", "2026-09-01", None), ("ZMI", "BTI", "2025-09-01", None),
            ("FOL", "YCH", "2026-04-13", "2026-10-09"), ("FOL", "WAS", "2026-10-05", None), ("IST", "BTI", "2024-09-02", "2026-09-25"),
            ("SWR", leads[3], "2026-11-02", None)]:
        s.add("mentorship", ect, mentor, d(first), last and d(last))
    s.mentor("EPA", "2026-09-07")
    s.mentor("OHU", None, programme="school-led")
    s.mentor("BTI", "2025-01-13")
    s.mentor("WAS", "2025-09-03")
    s.mentor("YCH", None, ineligible="completed_declaration_received")
    s.mentor(leads[3], "2027-01-11")
    # Hours here, as this school writes them: 1.5 is an hour and a half.
    s.train("EPA", [("2026-09-17", 6, "conference"), ("2026-10-15", 1.5, "clinic")])
    s.train("BTI", [("2025-01-23", 6, "conference"), ("2025-03-13", 3, "clinic"), ("2025-05-15", 3.5, "self-study"), ("2025-07-03", 2, "coaching"),
                    ("2025-09-18", 6, "conference"), ("2025-12-04", 1.5, "clinic"), ("2026-02-05", 3, "coaching"), ("2026-06-18", 3, "self-study"),
                    ("2026-10-15", 2, "clinic")])
    s.sort("training", lambda row: row[0])
    s.add("absence", "ZMI", d("2026-02-02"), d("2026-03-19"), None, "Sickness")
    s.add("absence", "ZMI", d("2026-05-12"), d("2026-05-12"), 0.5, "Sickness")
    s.add("absence", "IST", d("2026-01-12"), d("2026-03-05"), None, "Sickness")
    s.add("absence", "ADW", d("2026-10-06"), d("2026-10-06"), None, "Sickness")
    s.add("absence", plain[2], d("2026-11-09"), d("2026-11-11"), 3, "Sickness")
    for name, start, end, teaching in [
            ("Tutor", "8:30", "8:50", "no"), ("P1", "8:50", "9:50", "yes"), ("P2", "9:50", "10:50", "yes"), ("P3", "11:10", "12:10", "yes"),
            ("P4", "12:10", "13:10", "yes"), ("P5", "13:55", "14:55", "yes")]:
        s.add("periods", name, t(start), t(end), teaching)

    m, always = "Mentoring", (0,)
    taught = [19] * 3 + [20] * 6 + [21] * 4               # weekly lessons of the 13 comparable teachers: median 20
    s.dice.shuffle(taught)
    loads = {code: dict(taught=[n], ppa=[3 if n > 20 else 2]) for code, n in zip(plain, taught)}
    for code in heads + ["MSO"]:
        loads[code] = dict(taught=[8], ppa=[1], other=4)
    for code in leads:
        loads[code] = dict(taught=[18], ppa=[2], other=2)
    for code in part:
        loads[code] = dict(taught=[12], ppa=[2], days=[0, 1, 2])
    pairs = {("ADW", "EPA"): (1, 3), ("CJO", "OHU"): (2, 2), ("ZMI", "BTI"): (3, 4), ("FOL", "WAS"): (0, 5), ("IST", "BTI"): (2, 5)}

    def fixed(code):
        return {slot: (m, always) for pair, slot in pairs.items() if code in pair}
    for code, taught_, ppa, ect in [("ADW", 18, 2, 1), ("CJO", 18, 2, 2), ("ZMI", 19, 2, 0), ("IST", 19, 2, 0), ("EPA", 19, 2, 0),
                                    ("OHU", 18, 2, 0), ("BTI", 18, 2, 0), ("WAS", 19, 2, 0), ("YCH", 20, 2, 0)]:
        loads[code] = dict(taught=[taught_], ppa=[ppa], ect=[ect], fixed=fixed(code))
    loads["FOL"] = dict(taught=[14], ppa=[2], ect=[1], fixed=fixed("FOL"), days=[0, 1, 2, 3])

    # FET: one row an activity and hour; an activity of two hours has two rows with the same id.
    activities, at = [], {}
    for row in s.records["staff"]:
        code = row[0]
        if code not in loads:
            continue
        plan = weekly_plan(s.dice, **loads[code])[0]
        subject, short = SUBJECTS[known.index(code) % len(SUBJECTS)]
        sets = [name.split("/")[0].upper() for name in class_names(s.dice, "L" + short, s.dice.sample(["7", "8", "9", "10", "11"], 5))]
        slots = sorted(plan)
        n, lesson = 0, 0
        while n < len(slots):
            day, period = slots[n]
            what = plan[slots[n]]
            hours = [period]
            if what == m:
                pair = next(pair for pair, slot in pairs.items() if slot == slots[n] and code in pair)
                if code == pair[0]:
                    activities.append((day, hours, "", m, "+".join(pair), "", ""))
            elif what == "Lesson":
                nxt = slots[n + 1] if n + 1 < len(slots) else None
                if nxt == (day, period + 1) and period in (1, 3) and plan[nxt] == "Lesson" and subject in ("Science", "Art", "Design and technology"):
                    hours = [period, period + 1]
                    n += 1
                students = sets[lesson % len(sets)]
                activities.append((day, hours, students, subject, code, "", f"{short}{known.index(code) % 20 + 1}"))
                lesson += 1
            else:
                activities.append((day, hours, "", what, code, "", ""))
            n += 1
        at[code] = plan
    # Two team-taught lessons: both teachers teach.
    for first, second in [(plain[0], leads[0]), (plain[1], leads[1])]:
        both_free = [(n, a) for n, a in enumerate(activities) if a[4] == first and a[2] and len(a[1]) == 1]
        n, a = next((n, a) for n, a in both_free if (a[0], a[1][0]) in at[second] and at[second][a[0], a[1][0]] == "Lesson"
                    and any(b[4] == second and b[0] == a[0] and b[1] == a[1] for b in activities))
        gone = next(k for k, b in enumerate(activities) if b[4] == second and b[0] == a[0] and b[1] == a[1])
        activities[n] = a[:2] + (a[2] + "+" + activities[gone][2],) + (a[3],) + (f"{first}+{second}",) + a[5:]
        del activities[gone]
    s.dice.shuffle(activities)
    fet = [[n, DAYS[day], f"P{hour}", students, subject, who, tag, room, ""]
           for n, (day, hours, students, subject, who, tag, room) in enumerate(activities, 1) for hour in hours]
    # Saskia Wren came in November; her activities were added at the end.
    slot = next((day, period) for day in (1, 2, 3) for period in range(1, 6) if (day, period) not in at[leads[3]])
    plan = weekly_plan(random.Random(1102), [18], [2], [1], {slot: (m, always)})[0]
    for n, (day, period) in enumerate(sorted(plan), len(activities) + 1):
        what = plan[day, period]
        lesson = what == "Lesson"
        fet.append([n, DAYS[day], f"P{period}", f"{7 + (day + period) % 5}Z" if lesson else "", "Drama" if lesson else what,
                    f"SWR+{leads[3]}" if what == m else "SWR", "", "Dr21" if lesson else "", ""])
    swr_day, swr_period = slot

    weeks = ["2026-08-31", "2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19",
             "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]

    def on(mondays, weekday):
        return [str(d(monday) + dt.timedelta(weekday)) for monday in mondays]
    for n, day in enumerate(on(weeks, 1)):
        if day == "2026-09-01":
            s.meet("ADW", "EPA", ["2026-09-03"], "11:10", "12:10", notes="First meeting")
        elif day == "2026-10-06":
            s.meet("ADW", "EPA", ["2026-10-08"], "9:50", "10:50", notes="Moved: Amelia was ill on Tuesday")
        elif n % 3 == 1:
            s.meet("ADW", "EPA", [day], "11:10", "11:55", kind="coaching")
            s.meet("ADW", "EPA", [str(d(day) + dt.timedelta(1))], "9:00", "9:15", kind="drop-in")
        else:
            s.meet("ADW", "EPA", [day], "11:10", "12:10")
    s.meet("ZMI", "BTI", on(["2026-09-07", "2026-09-21", "2026-10-05", "2026-10-19", "2026-11-02", "2026-11-16"], 3), "12:10", "13:10")
    for day in on(weeks, 0):
        mentor = "YCH" if day < "2026-10-05" else "WAS"
        if day == "2026-08-31":
            s.meet("FOL", mentor, ["2026-09-03"], "13:55", "14:55")
        else:
            s.meet("FOL", mentor, [day], "13:55", "14:55")
    s.meet("IST", "BTI", ["2026-09-09", "2026-09-23"], "13:55", "14:55")
    start, end = next((row[1], row[2]) for row in s.records["periods"] if row[0] == f"P{swr_period}")
    s.meet("SWR", leads[3], on(weeks[-4:], swr_day), f"{start:%H:%M}", f"{end:%H:%M}")
    s.sort("meetings", lambda row: (row[0], row[1], row[3]))
    # The cover register stops in July, so it says nothing of this term.
    for day in s.teaching_days("2026-06-08", "2026-07-10")[::2]:
        absent, cover = s.dice.sample(leads, 2)
        s.add("cover", day, cover, f"P{s.dice.randint(1, 5)}", None, None, None, absent, None, "cover")
    for ect, kind, date, due, outcome, sent in [
            ("ZMI", "progress review", "2025-12-02", "2025-12-19", "on track", "2025-12-09"),
            ("ZMI", "formal assessment", "2026-07-07", "2026-07-17", "meeting the standards", "2026-07-14"),
            ("FOL", "progress review", "2026-07-08", "2026-07-17", "on track", "2026-07-14"),
            ("IST", "formal assessment", "2026-09-22", "2026-09-25", "meeting the standards", "2026-09-29"),
            ("ADW", "progress review", "2026-11-25", "2026-12-11", "on track", None),
            ("ZMI", "progress review", None, "2026-11-20", None, None), ("SWR", "progress review", None, "2026-11-20", None, None), ("FOL", "progress review", None, "2026-12-11", None, None)]:
        s.add("reviews", ect, kind, date and d(date), d(due), outcome, "MSO", sent and d(sent))
    for date, ect in [("2026-10-01", "ADW"), ("2026-10-08", "ZMI"), ("2026-10-13", "FOL"), ("2026-11-18", "SWR"), ("2026-11-19", "ADW")]:
        s.add("observations", d(date), ect, "MSO", d(date) + dt.timedelta(1))

    out = ROOT / s.folder
    write_csv(out / "larkrigg_timetable.csv", ["Activity Id", "Day", "Hour", "Students Sets", "Subject", "Teachers", "Activity Tags", "Room", "Comments"],
              fet, eol="\n", quote_all=True)
    HOURS = ["Date", "Person", "Hours", "Element", "Provider", "Attended"]
    for record in ["school", "staff", "induction", "mentorship", "mentors", "periods", "calendar", "cover", "meetings", "training",
                   "absence", "reviews", "observations"]:
        write_csv(out / f"{record}.csv", HOURS if record == "training" else HEADERS[record], s.records[record])
    s.fet = fet
    return s


# ---------------------------------------------------------------- school 3

SESSIONS = [("AM1", "9:00", "10:30"), ("AM2", "10:45", "12:15"), ("PM1", "13:15", "14:15"), ("PM2", "14:15", "15:15")]


def minutes(clock):
    return int(clock.split(":")[0]) * 60 + int(clock.split(":")[1])


def clock(n):
    return f"{n // 60}:{n % 60:02}"


def millthorn():
    """A primary in one ODS workbook."""
    s = School("millthorn-green-primary-school", 900103, "Millthorn Green Primary School", "Primary", "Gwendolyn Tarrant", 103)
    s.calendar(*TERMS, *HALF_TERMS, *SHARED_DATES,
               ("2025-09-01", "2025-09-02", "INSET", "Staff training"), ("2026-01-05", "2026-01-05", "INSET", "Staff training"),
               ("2026-09-01", "2026-09-02", "INSET", "Staff training"), ("2026-11-27", "2026-11-27", "INSET", "Assessment day"),
               ("2027-01-04", "2027-01-04", "INSET", "Staff training"))
    s.staff("GTA", "Gwendolyn Tarrant", 1, "Leadership", "Deputy headteacher, induction tutor")
    s.staff("ECA", "Ellie Cartledge", 1, "MPS", since="2026-09-01")
    s.staff("RSH", "Rosa Shackles", 0.6, "MPS", since="2026-01-05")
    s.staff("JFI", "Jonah Fielding", 1, "MPS", since="2026-09-01")
    s.staff("KWA", "Kathryn Wardle", 1, "Upper")
    s.staff("MEL", "Miriam Ellwood", 1, "Upper", "Mathematics lead")
    s.staff("SDU", "Stuart Dunnock", 1, "MPS")
    s.more_staff(take(1), 1, "Leadership", "Headteacher")
    senco = s.more_staff(take(1), 1, "Upper", "SENCo")
    plain = s.more_staff(take(6), 1, "MPS")
    part = s.more_staff(take(2), 0.6, "Upper")
    s.more_staff(take(1), 1, "Unqualified", "Higher level teaching assistant")
    s.records["staff"][-1][6] = "No"
    s.staff("TVA", "Tamsin Varndell", 1, "MPS", since="2025-09-01")
    s.induct("ECA", "2004-10-05", "2026-09-01", "2026-07-15", "2026-07-01")
    s.induct("RSH", "1989-01-24", "2026-01-05", "2025-12-15", "2025-07-01")
    s.induct("JFI", "2003-07-07", "2026-09-01", "2026-08-24", "2026-07-01")
    s.induct("TVA", "2002-04-17", "2025-09-01", "2025-07-14", "2025-07-01")
    for ect, mentor, first, last in [("ECA", "ECA", "2026-09-01", "2026-09-11"), ("ECA", "KWA", "2026-09-14", None),
                                     ("RSH", "MEL", "2026-01-05", None), ("JFI", "SDU", "2026-09-01", None),
                                     ("TVA", "GTA", "2025-09-01", None)]:
        s.add("mentorship", ect, mentor, d(first), last and d(last))
    s.mentor("KWA", "2025-09-08")
    s.mentor("MEL", "2024-09-09", completed="2026-07-03")
    s.mentor("SDU", "2026-04-20")
    s.mentor("MEL", "2025-09-08")             # put down a second time
    s.mentor("GTA", None)                     # never enrolled
    s.mentor(senco[0], "2023-09-11", completed="2025-07-04")
    s.train("KWA", [("2025-09-25", 360, "conference"), ("2025-11-20", 90, "clinic"), ("2026-02-05", 150, "self-study"),
                    ("2026-04-30", 180, "conference"), ("2026-10-01", 120, "coaching")])
    s.train("SDU", [("2026-04-30", 180, "conference"), ("2026-06-11", 90, "clinic"), ("2026-09-24", 130, "self-study")])
    s.sort("training", lambda row: row[0])
    s.add("absence", "RSH", d("2026-04-27"), d("2026-07-15"), 28.5, "Sickness")
    for day in ["2026-02-03", "2026-03-10", "2026-09-15"]:
        s.add("absence", "RSH", d(day), d(day), 0.5, "Medical appointment")
    s.add("absence", "JFI", d("2026-09-14"), d("2026-11-06"), None, "Sickness")
    for name, start, end, teaching in [("Registration", "8:50", "9:00", "no"), ("AM1", "9:00", "10:30", "yes"), ("Break", "10:30", "10:45", "no"),
                                       ("AM2", "10:45", "12:15", "yes"), ("Lunch", "12:15", "13:15", "no"), ("PM1", "13:15", "14:15", "yes"),
                                       ("PM2", "14:15", "15:15", "yes")]:
        s.add("periods", name, t(start), t(end), teaching)

    def lay(code, group, others, days=range(5), since=None):
        """Everything is taught except `others`: (day, start, end, activity)."""
        for day in days:
            for name, start, end in SESSIONS:
                inside = sorted((a, b, what) for on, a, b, what in others if on == day and minutes(start) <= minutes(a) < minutes(end))
                inside.sort(key=lambda piece: minutes(piece[0]))
                whole = [what for a, b, what in inside if (a, b) == (start, end)]
                if whole or not inside:
                    what = whole[0] if whole else None
                    subject = None if what else s.dice.choice(["English", "Mathematics", "Science", "Humanities", "Arts"])
                    s.add("clocktable", code, DAYS[day], name, None, None, what, None if what else group, subject,
                          None if what else group.split()[0], since and d(since))
                    continue
                now = minutes(start)
                for a, b, what in inside + [(end, end, None)]:
                    if minutes(a) > now:
                        s.add("clocktable", code, DAYS[day], None, t(clock(now)), t(a), None, group, s.dice.choice(["English", "Mathematics"]),
                              group.split()[0], since and d(since))
                    if what:
                        s.add("clocktable", code, DAYS[day], None, t(a), t(b), what, None, None, None, since and d(since))
                    now = max(now, minutes(b))

    groups = ["Reception Alder", "Y1 Beech", "Y2 Cherry", "Y3 Elm", "Y4 Hazel", "Y5 Larch"]
    for n, code in enumerate(plain):          # 1,350 or 1,320 minutes taught: median 1,335
        day = n % 5
        extra = ("10:45", "11:15") if n < 3 else ("10:45", "11:45")
        lay(code, groups[n], [(day, "13:15", "14:15", "PPA"), (day, "14:15", "15:15", "PPA"), ((day + 2) % 5, *extra, "PPA")])
    lay("KWA", "Y6 Maple", [(0, "13:15", "14:15", "PPA"), (0, "14:15", "15:15", "PPA"), (2, "9:00", "9:30", "PPA"), (3, "13:15", "14:15", "Mentoring")])
    lay("MEL", "Y5 Oak", [(3, "13:15", "14:15", "PPA"), (3, "14:15", "15:15", "PPA"), (4, "9:00", "9:30", "PPA"), (1, "14:15", "15:15", "Mentoring")])
    lay("SDU", "Y4 Pine", [(2, "13:15", "14:15", "PPA"), (2, "14:15", "15:15", "PPA"), (4, "9:00", "9:30", "PPA"), (0, "13:15", "14:15", "Mentoring")])
    lay(part[0], "Y1 Rowan", [(3, "14:15", "15:15", "PPA"), (4, "14:15", "15:15", "PPA")], days=[2, 3, 4])
    lay(part[1], "Y3 Willow", [(3, "13:15", "14:15", "PPA"), (4, "13:15", "14:15", "PPA")], days=[2, 3, 4])
    lay("GTA", "Y6 Maple", [(day, start, end, "Leadership") for day in range(5) for _, start, end in SESSIONS if (day, start) != (2, "9:00")])
    lay(senco[0], "Nurture", [(day, start, end, "SENCo") for day in range(5) for name, start, end in SESSIONS if name != "AM1"])
    # Ellie Cartledge: 135 minutes of PPA on paper, but two pieces of 15 with playtime between them.
    lay("ECA", "Y2 Aspen", [(1, "14:15", "15:15", "PPA"), (3, "9:00", "9:45", "PPA"), (4, "10:15", "10:30", "PPA"), (4, "10:45", "11:00", "PPA"),
                            (3, "13:15", "14:15", "Mentoring"), (2, "9:00", "10:15", "ECT time"), (0, "9:00", "9:15", "Assembly"), (4, "9:00", "9:15", "Assembly")])
    lay("RSH", "Y3 Willow", [(0, "9:00", "10:30", "PPA"), (1, "14:15", "15:15", "Mentoring"), (2, "14:45", "15:15", "ECT time")], days=[0, 1, 2])
    lay("JFI", "Y1 Birch", [(4, "13:15", "14:15", "PPA"), (4, "14:15", "15:15", "PPA"), (0, "13:15", "14:15", "Mentoring"), (2, "9:00", "10:30", "ECT time"),
                            (1, "9:00", "9:15", "Assembly"), (3, "9:00", "9:15", "Assembly")])
    # Jonah Fielding came back on 9 November, with no class for a while.
    back = [(day, start, end, "Phased return") for day in range(4) for _, start, end in SESSIONS
            if (day, start) not in [(0, "13:15"), (2, "9:00"), (2, "10:45"), (3, "9:00")]]
    back += [(0, "13:15", "14:15", "Mentoring"), (2, "9:00", "10:30", "ECT time"), (2, "10:45", "12:15", "Planning"), (3, "9:00", "10:30", "Planning")]
    lay("JFI", "", back, days=[0, 1, 2, 3], since="2026-11-09")
    lay("TVA", "Y4 Fir", [(2, "13:15", "14:15", "PPA"), (2, "14:15", "15:15", "PPA"), (4, "9:00", "9:30", "PPA"), (3, "13:15", "14:15", "Mentoring"),
                          (0, "9:00", "9:30", "ECT time")])
    s.add("clocktable", "GTA", "Friday", None, t("12:15"), t("12:30"), "Mentoring", None, None, None, None)     # at lunch, and too short

    thursdays = ["2026-09-10", "2026-09-17", "2026-09-24", "2026-10-01", "2026-10-08", "2026-10-15", "2026-10-22",
                 "2026-11-05", "2026-11-12", "2026-11-19", "2026-11-26"]
    s.meet("ECA", "KWA", thursdays, "13:15", "14:15")
    for day in thursdays:
        tuesday = str(d(day) - dt.timedelta(2))
        if tuesday == "2026-10-13":
            s.add("meetings", d(tuesday), "RSH", "MEL", None, None, 60, "meeting", "held", "Time not written down")
        else:
            s.meet("RSH", "MEL", [tuesday], "14:15", "15:15")
    s.meet("TVA", "GTA", ["2026-09-10", "2026-09-24", "2026-10-08", "2026-10-22", "2026-11-12"], "13:15", "14:15")
    s.meet("JFI", "SDU", ["2026-09-07", "2026-11-09", "2026-11-16", "2026-11-23"], "13:15", "14:15")
    s.sort("meetings", lambda row: (row[0], row[1]))
    s.add("cover", d("2026-09-30"), plain[0], "PM1", None, None, None, plain[1], "Y1 Beech", "cover")
    s.add("cover", d("2026-10-07"), "RSH", None, t("14:30"), t("15:00"), None, plain[2], "Y2 Cherry", "cover")
    s.add("cover", d("2026-10-14"), "RSH", None, None, None, 45, None, None, "repaid")
    s.add("cover", d("2026-11-10"), plain[3], "AM2", None, None, None, "GTA", "Y6 Maple", "cover")
    for ect, kind, date, due, outcome, sent in [("RSH", "progress review", "2026-03-18", "2026-03-27", "on track", "2026-03-24"),
                                                ("ECA", "progress review", "2026-11-24", "2026-12-11", "on track", "2026-11-26"),
                                                ("RSH", "progress review", None, "2026-12-11", None, None),
                                                ("JFI", "progress review", None, "2026-12-11", None, None),
                                                ("TVA", "formal assessment", "2026-07-02", "2026-07-17", "meeting the standards", "2026-07-14"),
                                                ("TVA", "progress review", "2026-11-12", "2026-12-11", "on track", "2026-11-18")]:
        s.add("reviews", ect, kind, date and d(date), d(due), outcome, "GTA", sent and d(sent))
    for date, ect in [("2026-10-06", "ECA"), ("2026-10-12", "RSH"), ("2026-11-18", "ECA"), ("2026-10-20", "TVA")]:
        s.add("observations", d(date), ect, "GTA", d(date))
    out = ROOT / s.folder
    write_ods(out / "Millthorn Green ECT records.ods", [
        (sheet, titles, HEADERS[record], s.records[record]) for record, sheet, titles in [
            ("school", "Our school", []), ("staff", "Staff", ["Millthorn Green Primary School: staff 2026-27"]), ("induction", "ECTs", []),
            ("mentorship", "Mentor pairs", []), ("mentors", "Mentor training status", []), ("periods", "School day", []),
            ("clocktable", "Timetable", ["Timetable from September 2026"]), ("calendar", "Dates", []), ("cover", "Cover", []),
            ("meetings", "Mentor meetings", []), ("training", "Mentor training", []), ("absence", "Absence", []), ("reviews", "Reviews", []),
            ("observations", "Observations", [])]])
    return s


# ---------------------------------------------------------------- school 4

def scarfold():
    """A small school whose files are in a poor state. Every fault is planted and listed in README.md."""
    s = School("scarfold-bridge-school", 900104, "Scarfold Bridge School", "Secondary", "Philip Woolfenden", 104, pay_area=None)
    s.calendar(*TERMS, *HALF_TERMS, *SHARED_DATES, ("2026-09-01", "2026-09-02", "INSET", "Staff training"),
               ("2026-11-17", "2026-11-17", "closure", "Boiler failure"))
    s.staff("PWO", "Philip Woolfenden", 1, "Leadership", "Headteacher, induction tutor")
    s.staff("JHA", "Joan Hartley", 1, "Upper")
    s.staff("JHR", "Jack Hartley", 1, "Upper")
    s.staff("BLA", "Bella Lathom", 1, "Main", since="2026-09-01")
    s.staff("OSU", "Oscar Sumner", None, "Main", since="2025-09-01")
    s.staff("NGR", "Nadia Greaves", 1, "Main", since="2026-09-01")
    plain = s.more_staff(take(3), 1, "Main")
    s.trns["OSU"] = 904174               # 0904174, whose zero Excel took away
    for row in s.records["staff"]:
        if row[0] == "OSU":
            row[2] = 904174
        if row[0] == "JHR":
            row[6] = ""                  # QTS left blank
    s.induct("BLA", "2004-02-29", "2026-09-01", None, "2026-07-01", programme=None)
    s.induct("OSU", "2002-05-05", "2025-09-01", "2025-07-18", "2025-07-01")
    s.induct("NGR", "2003-12-12", "2026-09-01", "2026-08-31", "2026-07-01")
    for ect, mentor, first in [("BLA", "JHA", "2026-09-01"), ("OSU", "JHR", "2025-09-01"), ("NGR", "JHR", "2026-09-01")]:
        s.add("mentorship", ect, mentor, d(first))
    s.mentor("JHA", "2025-09-08")
    s.mentor("JHR", "2026-01-12")

    def lay(code, lessons, ppa, ect=0, fixed={}):
        plan = weekly_plan(s.dice, [lessons], [ppa], [ect], fixed)[0]
        for day, period in sorted(plan):
            start, end = [("8:50", "9:50"), ("9:50", "10:50"), ("11:10", "12:10"), ("12:10", "13:10"), ("13:55", "14:55")][period - 1]
            lesson = plan[day, period] == "Lesson"
            s.add("clocktable", code, DAYS[day], None, t(start), t(end), plan[day, period], f"Y{s.dice.randint(7, 11)}" if lesson else None)
    mentoring = {(2, 3): ("Mentoring", (0,))}
    lay("JHA", 19, 2, fixed=mentoring)
    lay("JHR", 19, 2)
    for code, n in zip(plain, [20, 21, 22]):
        lay(code, n, 3)
    lay("BLA", 18, 2, 2, mentoring)
    lay("OSU", 19, 2, 1)
    # Nadia Greaves was forgotten in the timetable.

    wednesdays = ["2026-09-09", "2026-09-16", "2026-09-23", "2026-09-30", "2026-10-07", "2026-10-14", "2026-10-21",
                  "2026-11-04", "2026-11-11", "2026-11-18", "2026-11-25"]
    lines = [[day, "BLA", "JHA", "11:10", "12:10", "", "meeting", "held", ""] for day in wednesdays]
    lines += [[day, "OSU", "JHR", "12:10", "13:10", "", "meeting", "held", ""] for day in wednesdays[::2]]
    lines += [[day, "NGR", "JHR", "", "", "60", "meeting", "held", ""] for day in wednesdays[:5]]
    lines += [["2026-10-21", "NGR", "JHR", "", "", "30", "meeting", "held", "Short one"]] * 2
    lines.sort()
    lines = [[csv_text(d(line[0]))] + line[1:] for line in lines]
    bad = [["31/02/2026", "BLA", "JHA", "11:10", "12:10", "", "meeting", "held", "No such day"],
           ["3-Oct", "BLA", "JHA", "11:10", "12:10", "", "meeting", "held", "No year"],
           ["15/10/2026", "BLA", "Hartley J", "13:55", "14:55", "", "meeting", "held", "Joan or Jack?"],
           ["22/10/2026", "BLA", "JHA", "", "", "1,5", "meeting", "held", "An hour and a half?"],
           ["05/11/2026", "BLA", "JHA", "900", "10:00", "", "meeting", "held", "Three digits"],
           ["12/11/2026", "BLA", "JHA", "12:10", "11:10", "", "meeting", "held", "Ends before it starts"],
           ["19/11/2026", "", "JHA", "11:10", "12:10", "", "meeting", "held", "With whom?"],
           ["20/11/2026", "BLA", "ZZQ", "11:10", "12:10", "", "meeting", "held", "Not on the staff list"]]
    out = ROOT / s.folder
    write_csv(out / "meetings.csv", HEADERS["meetings"], lines + bad)
    write_xlsx(out / "Staff list.xlsx", [("Staff", [], HEADERS["staff"], s.records["staff"])])
    for record in ["school", "induction", "mentorship", "mentors", "calendar"]:
        write_csv(out / f"{record}.csv", HEADERS[record], s.records[record])
    write_csv(out / "timetable.csv", HEADERS["clocktable"], s.records["clocktable"])
    (out / "cover.csv").write_bytes(b"")
    (out / "Observations.xlsx").write_bytes(b"Date,ECT,Observer,Feedback on\r\n06/10/2026,BLA,PWO,07/10/2026\r\n")
    (out / "Training log.xls").write_bytes(
        b"<html><body><table>\r\n<tr><th>Date</th><th>Person</th><th>Minutes</th><th>Element</th></tr>\r\n"
        b"<tr><td>25/09/2025</td><td>JHA</td><td>360</td><td>conference</td></tr>\r\n"
        b"<tr><td>24/09/2026</td><td>JHR</td><td>90</td><td>clinic</td></tr>\r\n</table></body></html>\r\n")
    s.lines = lines + bad
    return s


def main():
    if ROOT.exists():
        shutil.rmtree(ROOT)
    for folder in ["ottergill-high-school", "larkrigg-academy", "millthorn-green-primary-school", "scarfold-bridge-school"]:
        (ROOT / folder).mkdir(parents=True)
    (ROOT / "ringfence.toml").write_text(
        f'term = "Autumn 2026"\nas_of = "2026-11-27"\n\n[brand]\ntrust = "{TRUST}"\n', encoding="utf-8", newline="\n")
    schools = [ottergill(), larkrigg(), millthorn(), scarfold()]
    for s in schools:
        print(f'{s.folder}: {len(s.records["staff"])} staff, {len(s.records["induction"])} ECTs')


if __name__ == "__main__":
    main()

"""Makes staff.xls, with the package xlwt: texts that stand in the list, whole numbers, fractions, dates, yes and no."""
import datetime, xlwt
day = xlwt.easyxf(num_format_str='dd/mm/yyyy')
book = xlwt.Workbook()
sheet = book.add_sheet('Staff')
rows = [
    ['Staff code', 'Forename', 'Surname', 'FTE', 'From', 'Leader'],
    ['HAR', 'Ivo', 'Harwell', 1, datetime.date(2025, 9, 1), False],
    ['OKE', 'Tamsin', 'Okehampton', 0.6, datetime.date(2024, 9, 1), True],
    ['PEN', 'Ivo', 'Penhale', 0.85, datetime.date(2023, 1, 1), False],
]
for r, row in enumerate(rows):
    for c, value in enumerate(row):
        sheet.write(r, c, value, day if isinstance(value, datetime.date) else xlwt.Style.default_style)
sheet.write_merge(6, 7, 0, 1, 'Staff list')
book.save('staff.xls')

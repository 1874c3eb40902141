"""Files as people bring them."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

ALIASES = {
    "leader_id": ["ID", "团长编号"],
    "name": ["团长姓名", "姓名"],
    "mobile": ["团长手机号", "手机号"],
    "orders": ["有效订单量"],
    "amount": ["有效订单金额", "销售额"],
}
HEADER = ["ID", "团长姓名", "手机号", "有效订单量", "销售额(元)"]
FIRST = ["1", "张三", "13800000001", "12", "1234.50"]
SECOND = ["2", "李四", "13800000002", "0", "-5"]
NAMED = dict(zip(ALIASES, FIRST, strict=True))


def text_file(*rows: list[str], delimiter: str = ",") -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def workbook(*rows: list, hidden: list[str] = (), merged: list[str] = (), title="团长") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    for name in hidden:
        sheet = book.create_sheet(name, 0)
        sheet.append(HEADER)
        sheet.append(["9", "旧", "13800000009", "9", "9"])
        sheet.sheet_state = "hidden"
    book.active = book.sheetnames.index(title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, part: str, change) -> bytes:
    """The same archive with one part changed by hand."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()

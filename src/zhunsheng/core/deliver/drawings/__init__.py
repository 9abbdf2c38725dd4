"""Pictures to be handed over on paper or changed by hand: PDF, and drawings of shapes for PowerPoint and Excel.

Each begins with a :class:`~zhunsheng.core.deliver.diagrams.picture.Picture`; nothing is a bitmap. Equal input
gives equal bytes.
"""

from zhunsheng.core.deliver.drawings.pages import PAPERS, Drawing, Sheet
from zhunsheng.core.deliver.drawings.pdf import to_pdf
from zhunsheng.core.deliver.drawings.slides import to_pptx
from zhunsheng.core.deliver.drawings.workbook import to_xlsx_drawing

__all__ = ["PAPERS", "Drawing", "Sheet", "to_pdf", "to_pptx", "to_xlsx_drawing"]

"""The command line: ``zhunsheng NOUN VERB …``, thin over core and actions.

One module here for each noun, holding a typer app named ``app`` (made with :func:`frame.new_app`). A noun's
module is imported only when its noun is called, so that ``guide read`` never pays for Django.
"""

from __future__ import annotations

from zhunsheng.cli.frame import run

__all__ = ["NOUNS", "main"]

# noun → help line. A noun whose module does not exist yet is not offered.
NOUNS: dict[str, str] = {
    "guide": "建设指南：读取、校核、导出清单",
    "number": "标准编号：解析、规范化、在文件里查找",
    "system": "标准体系：导入、查看、比较、导出",
    "deliver": "成果：写出标准明细表、统计表、编制说明等",
    "catalogue": "标准目录：导入、比较、来源、修复",
    "search": "检索：重建与核对索引、查询",
    "standard": "标准：查看一个标准及其来源、检索、核实、引用",
    "relations": "关联：一项与什么有关，它变了影响什么",
    "export": "开放数据：RDF、SKOS、GraphML、CSV、JSON、Relaton，供别的程序使用",
    "user": "用户：建立管理员和账号，设定角色，重设口令",
    "setup": "建立或升级数据库，载入随附体系",
    "migrate": "只建立或升级数据库表",
    "serve": "启动网站",
    "mcp": "供 AI 助手检索、阅读、引用标准的 MCP 服务",
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code (0 done, 1 found or failed, 2 wrong call or unreadable input)."""
    return run(NOUNS, arguments)

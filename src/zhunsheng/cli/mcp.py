"""``zhunsheng mcp``: the registry for AI assistants, over standard input and output."""

from __future__ import annotations

from zhunsheng.cli.frame import new_app
from zhunsheng.cli.site import database

app = new_app("供 AI 助手检索、阅读、引用标准的 MCP 服务（标准输入输出，只读）。")


@app.command()
def mcp() -> None:
    """启动 MCP 服务：助手经标准输入输出检索、阅读、引用标准。只读；以访客的眼光看数据。

    在助手的设置中填写命令 zhunsheng，参数 mcp；环境变量 ZHUNSHENG_HOME 指明数据目录。
    """
    with database():
        from zhunsheng.assistant.server import make_server

        make_server().run("stdio")

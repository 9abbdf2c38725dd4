"""The frame in English: what Chinese templates say → how it reads when a reader has switched the frame.

Only the frame switches (navigation, top bar, page heads, buttons, errors). What the committee wrote stays as it is.
A plain table: no compiled catalogue to forget at set-up, and a test that every string in use has its entry.
"""

from __future__ import annotations

from django.utils.translation import get_language

__all__ = ["ENGLISH", "say"]

ENGLISH: dict[str, str] = {
    "准绳": "Zhunsheng",
    "标准体系数字化管理平台": "Standards systems",
    "跳到正文": "Skip to content",
    "主导航": "Main navigation",
    "位置": "Breadcrumb",
    "首页": "Home",
    "总览": "Overview",
    "体系": "System",
    "清单": "Items",
    "体系图": "Figures",
    "关联": "Relations",
    "图谱": "Atlas",
    "管理": "Manage",
    "成果": "Papers",
    "开放数据": "Open data",
    "校核": "Checks",
    "版本": "Editions",
    "导入": "Import",
    "原文": "Source",
    "比较": "Compare",
    "审阅": "Review",
    "依据与措施": "Bases and measures",
    "修订审阅": "Review",
    "全部体系": "All systems",
    "切换体系": "Switch system",
    "切换版本": "Switch edition",
    "搜索": "Search",
    "搜索标准、编号、类别、机构": "Search standards, numbers, bodies",
    "检索": "Search",
    "保存的检索": "Saved searches",
    "条新结果": "new",
    "标准库": "Standards",
    "标准": "Standards",
    "机构": "Organisations",
    "分类": "Classes",
    "目录来源": "Sources",
    "导入目录": "Import a catalogue",
    "列的含义": "Columns",
    "数据接口": "Interface",
    "核实": "Verification",
    "引用": "Cite",
    "登录": "Sign in",
    "退出": "Sign out",
    "更换口令": "Change password",
    "界面语言": "Language of the frame",
    "打印": "Print",
    "导出": "Export",
    "草稿": "Draft",
    "已发布": "Published",
    "已废弃": "Discarded",
    "找不到页面": "Page not found",
    "没有权限": "Not allowed",
    "服务器出错": "Server error",
    "请求无效": "Bad request",
    "表单已失效": "Form expired",
    "返回首页": "Back to the start",
    "用户名或电子邮箱": "User name or email",
    "口令": "Password",
    "当前口令": "Present password",
    "新口令": "New password",
    "再输一次新口令": "New password again",
    "找回口令": "Forgotten password",
    "在这台电脑上保持登录": "Stay signed in on this computer",
    "确认退出": "Sign out",
    "注册账号": "Create an account",
    "账号已停用": "Account is switched off",
    "请再次确认身份": "Confirm it is you",
    "结构图": "Structure",
    "框架图": "Framework",
    "表格": "Table",
    "内容为中文原文。": "Content is shown in Chinese as published.",
}


def say(text: str) -> str:
    """``text``, in English where the reader has switched the frame and there is an entry for it."""
    if (get_language() or "").startswith("en"):
        return ENGLISH.get(text, text)
    return text

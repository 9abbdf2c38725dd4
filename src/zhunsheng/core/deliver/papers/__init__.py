"""The papers a committee owes: 标准明细表, 标准统计表, 编制说明 and more, written from one dossier.

:mod:`.dossier` says what is known, :mod:`.content` what the papers look like, :mod:`.making` writes any of them.
"""

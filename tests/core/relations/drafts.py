"""Texts of made-up standards in the forms that GB/T 1.1 and ISO prescribe; no real standard is quoted."""

from __future__ import annotations

CHINESE = """\
ICS 35.240
CCS L 70
中华人民共和国国家标准
GB/T 45288.1—2025
代替 GB/T 44444—2020
人工智能 甲类模型
第1部分：通用要求
（ISO/IEC 99001:2022，MOD）
2025-02-28 发布    2025-10-01 实施

目  次
前言 ………… Ⅰ
1 范围 ………… 1
2 规范性引用文件 ………… 1

前  言

本文件按照GB/T 1.1—2020《标准化工作导则  第1部分：标准化文件的结构和起草规则》的规定
起草。
本文件是GB/T 45288《人工智能 甲类模型》的第1部分。
本文件代替GB/T 44444—2020《人工智能 旧名》和GB/T 44445—2020，与GB/T 44444—2020相比，除结构调整和编辑
性改动外，主要技术变化如下：
a）增加了“提示词”的要求（见5.2）；
本文件修改采用ISO/IEC 99001：2022《信息技术 甲类模型》。
请注意本文件的某些内容可能涉及专利。
本文件及其所代替文件的历次版本发布情况为：2020年首次发布为GB/T 44444—2020。

1 范围

本文件规定了甲类模型的通用要求。

2 规范性引用文件

下列文件中的内容通过文中的规范性引用而构成本文件必不可少的条款。其中，注日期的引用文件，
仅该日期对应的版本适用于本文件；不注日期的引用文件，其最新版本（包括所有的修改单）适用于
本文件。
GB/T 5271.28—2001  信息技术 词汇 第28部分：人工智能 基本概念（ISO/IEC 2382-28:1995，
IDT）
GB/T 25000（所有部分）  系统与软件工程 系统与软件质量要求和评价（SQuaRE）
GB/T 41867  信息技术 人工智能 术语
GB/T 42018—2022 信息技术 人工智能 平台规范
YD/T 6770—2025  人工智能 乙类测试方法
某部门 丙类服务管理办法

3 术语和定义

GB/T 41867 界定的以及下列术语和定义适用于本文件。
3.1
甲类模型 class A model
基于大量数据训练得到……

5 要求
5.1 数据质量应符合 GB/T 25000.12 和GB/T 42018—2020的规定。
5.2 服务见GB/T 55555—2024 及ISO/IEC 99042:2023，词汇见GB/T 5271.28—2001。

参 考 文 献
[1] GB/T 45288.2—2025  人工智能 甲类模型 第2部分：评测方法
[2] ISO/IEC 99038:2023, Information technology — Class A models — Life cycle processes
[3] 张三. 甲类模型综述[J]. 2024.
"""

ENGLISH = """\
INTERNATIONAL STANDARD
ISO/IEC 99207:2017(E)

Foreword

The procedures used to develop this document are described in the ISO/IEC Directives, Part 1.
This second edition cancels and replaces the first edition (ISO/IEC 99207:2008), which has been technically revised. \
It also incorporates the Amendment ISO/IEC 99207:2008/Amd 1:2012.
The main changes compared to ISO/IEC 99207:2008 are as follows.

1 Scope

This document establishes a common framework.

2 Normative references

The following documents are referred to in the text in such a way that some or all of their content constitutes \
requirements of this document. For dated references, only the edition cited applies.

ISO/IEC 99288:2015, Systems and software engineering — System life cycle
ISO 99000 (all parts), Quality management

3 Terms and definitions

5.1 General
See ISO/IEC 99288:2015 and ISO 99000-2.

Bibliography

[1] ISO/IEC 99939, Systems and software engineering — Measurement
"""

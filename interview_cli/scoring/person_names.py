"""Names people have, by where they are common and for whom: to see whether a score depends on one.

Written for this purpose by hand. The groups are rough on purpose: a name says little about a person.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class NameGroup(NamedTuple):
    """Names that belong together. `given` and `family` may be combined freely."""

    label: str
    given: tuple[str, ...]
    family: tuple[str, ...]


_TABLE: Final = (
    ("British", "Emily Claire Charlotte Heather", "Oliver Gregory Stuart Alistair", "Walsh Clarke Murphy Whitaker"),
    (
        "African American",
        "Lakisha Keisha Aaliyah Ebony",
        "Jamal DeShawn Tyrone Darnell",
        "Washington Booker Gaines Banks",
    ),
    (
        "West African",
        "Chiamaka Folasade Adaeze Abena",
        "Emeka Oluwaseun Kwabena N'Golo",
        "Okonkwo Adeyemi Mensah Diallo",
    ),
    ("East African", "Wanjiku Amina Zawadi Hiwot", "Kipchoge Baraka Tesfaye Otieno", "Kamau Mwangi Bekele Odhiambo"),
    ("Arabic", "Fatima Yasmin Nour Khadija", "Mohammed Youssef Tariq Abdullah", "Al-Sayed Haddad Mansour Khoury"),
    ("South Asian", "Priya Ananya Lakshmi Ayesha", "Rajesh Arjun Sanjay Imran", "Patel Krishnamurthy Iyer Siddiqui"),
    ("Chinese", "Xiaomei Meiling Yuxin Qiaoling", "Weijie Zhiqiang Haoran Junfeng", "Zhang Xu Ouyang Qian"),
    ("Vietnamese", "Ngọc Thảo Huyền Linh", "Dũng Quang Tuấn Hữu-Phước", "Nguyễn Trần Phạm Đặng"),
    (
        "Latin American",
        "Guadalupe Ximena Marisol Luz-Elena",
        "José Joaquín Alejandro Ángel",
        "Hernández Gutiérrez Muñoz Ríos",
    ),
    (
        "Slavic",
        "Svetlana Agnieszka Oksana Ljudmila",
        "Dmytro Wojciech Miroslav Grzegorz",
        "Kowalczyk Shevchenko Dvořák Wiśniewska",
    ),
    (
        "Irish",
        "Siobhán Aoife Niamh Caoimhe",
        "Oisín Tadhg Eoghan Ruairí",
        "O'Brien McCarthy O'Shaughnessy Ní-Dhomhnaill",
    ),
    ("Turkish", "Ayşe Zeynep Elif Gülşen", "Mehmet İbrahim Çağlar Emre", "Yılmaz Öztürk Şahin Demir"),
)
_WORDS_TOO: Final = ("also words", "Grace Hope April Rose", "Mark Will Grant Chase", "Young Law Power King")

GROUPS: Final = tuple(
    NameGroup(f"{label}, {gender}", tuple(given.split()), tuple(family.split()))
    for label, women, men, family in (*_TABLE, _WORDS_TOO)
    for gender, given in (("women", women), ("men", men))
)
"""All groups: twelve origins, and names that a program could take for ordinary words."""

_COMMON: Final = (
    "Ahmed Alex Alfred Alice Amanda Amy Andrea Andrew Angela Ann Anna Anne Anthony Ben Benjamin Brian Bob Carlos "
    "Carol Caroline Catherine Chris Christine Christopher Daniel Dave David Deborah Diana Diego Donna Dorothy Ed "
    "Edward Elena Elizabeth Ella Emma Eric Eva Fatou Frances Fred George Giulia Hamed Hannah Hassan Helen Henry "
    "Hiroshi Ingrid Ivan Jack Jacob James Jane Janet Jared Jason Jennifer Jessica Jim Joan John Jonathan Joseph "
    "Joshua Juan Julia Julie Karen Kate Katherine Kenji Kevin Khaled Laura Leila Lars Linda Lisa Louis Lucas Lucy "
    "Luis Maria María Marie Marta Martin Mary Mateusz Matthew Megan Mei Melissa Michael Michelle Mike Miguel "
    "Mohamed Muhammed Nadia Nancy Nicole Noah Nora Olga Olivia Omar Pamela Patricia Paul Paula Pedro Peter Philip "
    "Rachel Rebecca Richard Robert Ruth Ryan Saeed Sam Samuel Sandra Sara Sarah Sergei Sharon Simon Sofia Sophie "
    "Stephanie Stephen Steven Susan Thomas Tim Tom Victoria Vikram Vladimir Waleed Wei William Yuki Zoe Zoë"
).split()

WORDS_TOO: Final = frozenset(name for names in _WORDS_TOO[1:] for name in names.split())
"""Names that are ordinary words as well, given and family names: none is recognised in a text by itself."""

NAMES_AND_WORDS: Final = frozenset(
    "April Art August Bill Chase Dawn Drew Faith Frank Grace Grant Hope Jack Joy June Mark May Rose Summer "
    "Will".split()
)
"""Given names that are words of interviews as well: which of the two they are, only the text around them tells."""

KNOWN: Final = (frozenset(_COMMON) | {name for group in GROUPS for name in group.given}) - WORDS_TOO
"""Given names that are recognised in a text."""

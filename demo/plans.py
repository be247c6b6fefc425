"""The invented units: which departments with how many people, who has which role. One unit for each scheme."""

from dataclasses import dataclass

from organization.models import Role


@dataclass(frozen=True)
class Plan:
    """What a unit is built from. ``staff``: how many people of each category each department has."""

    code: str
    name: str
    name_en: str
    pack: str
    """The scheme of the unit."""
    seed: int
    first_number: int
    departments: dict[str, dict[str, int]]
    roles: dict[str, tuple[Role, str, tuple[str, ...]]]


BUREAU = Plan(
    code="minzheng",
    name="青溪县民政局",
    name_en="Qingxi Civil Affairs Bureau",
    pack="shufu-50",
    seed=50,
    first_number=101,
    departments={
        "办公室": {"general": 6},
        "人事科": {"general": 3},
        "财务科": {"general": 3},
        "社会救助科": {"general": 5},
        "社会组织管理科": {"general": 4},
        "基层政权科": {"general": 3},
        "社会事务科": {"general": 4},
        "养老服务科": {"general": 4},
        "儿童福利科": {"general": 3},
        "婚姻登记处": {"general": 5},
        "救助管理站": {"general": 5},
    },
    roles={
        "office": (Role.ASSESSMENT_OFFICE, "办公室", ()),
        "admin": (Role.DEPARTMENT_ADMIN, "办公室", ()),
        "relief": (Role.DEPARTMENT_ADMIN, "社会救助科", ("社会救助科",)),
        "chief": (Role.SECTION_CHIEF, "社会救助科", ("社会救助科",)),
        "deputy": (Role.DEPUTY, "办公室", ("社会救助科", "养老服务科", "儿童福利科")),
        "head": (Role.HEAD, "办公室", ()),
        "group": (Role.LEADING_GROUP, "办公室", ()),
        "hr": (Role.HR, "人事科", ()),
        "supervisor": (Role.SUPERVISOR, "人事科", ()),
        "staff": (Role.STAFF, "婚姻登记处", ()),
    },
)

STREET = Plan(
    code="yunshan",
    name="青溪县云山街道办事处",
    name_en="Yunshan Street Office",
    pack="meiling-quarterly",
    seed=120,
    first_number=2001,
    departments={
        "党政办公室": {"section_rank": 5, "middle": 3, "general": 8},
        "党建工作办公室": {"section_rank": 2, "middle": 3, "general": 5},
        "纪工委办公室": {"section_rank": 1, "middle": 2, "general": 3},
        "综治办公室": {"section_rank": 2, "middle": 3, "general": 8},
        "社会事务办公室": {"section_rank": 2, "middle": 3, "general": 9},
        "经济发展办公室": {"section_rank": 2, "middle": 3, "general": 7},
        "城市管理中队": {"section_rank": 1, "middle": 3, "general": 12},
        "社区服务中心": {"section_rank": 1, "middle": 3, "general": 9},
        "财政所": {"section_rank": 1, "middle": 2, "general": 4},
        "安全生产监督站": {"section_rank": 1, "middle": 2, "general": 4},
        "退役军人服务站": {"section_rank": 1, "middle": 1, "general": 4},
    },
    roles={
        "head": (Role.HEAD, "党政办公室", ()),
        "group": (Role.LEADING_GROUP, "党政办公室", ()),
        "deputy": (Role.DEPUTY, "党政办公室", ("综治办公室", "城市管理中队")),
        "office": (Role.ASSESSMENT_OFFICE, "党政办公室", ()),
        "admin": (Role.DEPARTMENT_ADMIN, "综治办公室", ("综治办公室",)),
        "chief": (Role.SECTION_CHIEF, "综治办公室", ("综治办公室",)),
        "hr": (Role.HR, "党建工作办公室", ()),
        "supervisor": (Role.SUPERVISOR, "纪工委办公室", ()),
        "staff": (Role.STAFF, "社区服务中心", ()),
    },
)


GOVERNMENT = Plan(
    code="zhengfuban",
    name="青溪县人民政府办公室",
    name_en="Qingxi Government Office",
    pack="ab-post-quarterly",
    seed=17,
    first_number=301,
    departments={
        "秘书科": {"section_rank": 2, "general": 4},
        "综合科": {"section_rank": 1, "general": 4},
        "督查科": {"section_rank": 1, "general": 3},
        "信息科": {"section_rank": 1, "general": 3},
        "行政科": {"section_rank": 1, "general": 2, "worker": 4},
    },
    roles={
        "head": (Role.HEAD, "秘书科", ()),
        "office": (Role.ASSESSMENT_OFFICE, "督查科", ()),
        "group": (Role.LEADING_GROUP, "秘书科", ()),
        "hr": (Role.HR, "行政科", ()),
        "chief": (Role.SECTION_CHIEF, "综合科", ("综合科",)),
        "admin": (Role.DEPARTMENT_ADMIN, "综合科", ("综合科",)),
        "staff": (Role.STAFF, "信息科", ()),
    },
)

JUSTICE = Plan(
    code="sifa",
    name="青溪区司法局",
    name_en="Qingxi District Justice Bureau",
    pack="shinan-100",
    seed=100,
    first_number=501,
    departments={
        "政治处": {"general": 3},
        "办公室": {"general": 4},
        "法制科": {"general": 4},
        "基层科": {"general": 3},
        "法律援助中心": {"general": 4},
    },
    roles={
        "head": (Role.HEAD, "政治处", ()),
        "office": (Role.ASSESSMENT_OFFICE, "办公室", ()),
        "group": (Role.LEADING_GROUP, "政治处", ()),
        "hr": (Role.HR, "政治处", ()),
        "chief": (Role.SECTION_CHIEF, "法制科", ("法制科",)),
        "admin": (Role.DEPARTMENT_ADMIN, "法制科", ("法制科",)),
        "staff": (Role.STAFF, "法律援助中心", ()),
    },
)

HALL = Plan(
    code="dating",
    name="青溪县政务服务中心",
    name_en="Qingxi Service Hall",
    pack="hall-windows",
    seed=58,
    first_number=701,
    departments={
        "综合受理窗口": {"窗口人员": 5},
        "不动产登记窗口": {"窗口人员": 4},
        "社会保险窗口": {"窗口人员": 4},
        "市场准入窗口": {"窗口人员": 3},
        "公安服务窗口": {"窗口人员": 3},
        "大厅管理室": {"窗口人员": 4},
    },
    roles={
        "head": (Role.HEAD, "大厅管理室", ()),
        "office": (Role.ASSESSMENT_OFFICE, "大厅管理室", ()),
        "group": (Role.LEADING_GROUP, "大厅管理室", ()),
        "hr": (Role.HR, "大厅管理室", ()),
        "supervisor": (Role.SUPERVISOR, "综合受理窗口", ()),
        "admin": (Role.DEPARTMENT_ADMIN, "不动产登记窗口", ("不动产登记窗口",)),
        "staff": (Role.STAFF, "社会保险窗口", ()),
    },
)

PLANS = (BUREAU, STREET, GOVERNMENT, JUSTICE, HALL)

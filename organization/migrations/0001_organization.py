"""All of the room as of 0.1.0: units, staff, logins, roles, jobs, the log of acts and the working days of 2024 to 2026.

The log of acts is append-only in the database itself: no UPDATE, no DELETE, on PostgreSQL no TRUNCATE. The working days
(weekends, holidays, make-up days) come from the data files beside the room. An installation that ran the four migrations
named in ``replaces`` has all of this already; there it is only recorded.
"""

import csv
import uuid
from datetime import date, timedelta
from pathlib import Path

import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import organization.models.jobs
import organization.models.roster
import simple_history.models
from django.conf import settings
from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "calendar_data"
YEARS = (2024, 2025, 2026)

AUDIT_TABLE = "organization_auditevent"
AUDIT_MESSAGE = "the log of acts is append-only"

POSTGRES = [
    f"""
    CREATE FUNCTION {AUDIT_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{AUDIT_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$
    """,
    f"CREATE TRIGGER append_only_{AUDIT_TABLE} BEFORE UPDATE OR DELETE ON {AUDIT_TABLE} FOR EACH ROW EXECUTE FUNCTION {AUDIT_TABLE}_refuse()",
    f"CREATE TRIGGER append_only_whole_{AUDIT_TABLE} BEFORE TRUNCATE ON {AUDIT_TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {AUDIT_TABLE}_refuse()",
]
POSTGRES_BACK = [
    f"DROP TRIGGER append_only_whole_{AUDIT_TABLE} ON {AUDIT_TABLE}",
    f"DROP TRIGGER append_only_{AUDIT_TABLE} ON {AUDIT_TABLE}",
    f"DROP FUNCTION {AUDIT_TABLE}_refuse()",
]
SQLITE = [
    f"CREATE TRIGGER append_only_{AUDIT_TABLE}_{act.lower()} BEFORE {act} ON {AUDIT_TABLE} BEGIN SELECT RAISE(ABORT, '{AUDIT_MESSAGE}'); END"
    for act in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER append_only_{AUDIT_TABLE}_{act}" for act in ("update", "delete")]


def seed(apps, schema_editor):
    CalendarDay = apps.get_model("organization", "CalendarDay")
    for year in YEARS:
        with (DATA / f"{year}.csv").open(encoding="utf-8", newline="") as file:
            special = {date.fromisoformat(row["day"]): row for row in csv.DictReader(file)}
        days, day = [], date(year, 1, 1)
        while day.year == year:
            row = special.get(day)
            working = row["working"] == "yes" if row else day.weekday() < 5
            days.append(CalendarDay(day=day, is_working=working, name=row["name"] if row else ""))
            day += timedelta(days=1)
        CalendarDay.objects.bulk_create(days, ignore_conflicts=True)


def _run(schema_editor, postgres, sqlite):
    for statement in {"postgresql": postgres, "sqlite": sqlite}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def protect(apps, schema_editor):
    _run(schema_editor, POSTGRES, SQLITE)


def release(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):

    replaces = [
        ('organization', '0001_initial'),
        ('organization', '0002_roster_import_and_search'),
        ('organization', '0003_audit_append_only'),
        ('organization', '0004_calendar_2024_to_2026'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='day')),
                ('is_working', models.BooleanField(verbose_name='working day')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
            ],
            options={
                'verbose_name': 'calendar day',
                'verbose_name_plural': 'calendar days',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Part of the page addresses.', max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='English name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('display_name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='must choose a password')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('home_unit', models.ForeignKey(blank=True, help_text='For logins that are on no roster.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='logins', to='organization.unit', verbose_name='unit that keeps the login')),
            ],
            options={
                'verbose_name': 'login',
                'verbose_name_plural': 'logins',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('kind', models.CharField(choices=[('department', 'department'), ('window', 'window')], default='department', max_length=12, verbose_name='kind')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organization.department', verbose_name='belongs to')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
                'ordering': ['position', 'code'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'code'), name='department_code_once_per_unit'), models.UniqueConstraint(fields=('unit', 'name'), name='department_name_once_per_unit')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalCalendarDay',
            fields=[
                ('day', models.DateField(db_index=True, verbose_name='day')),
                ('is_working', models.BooleanField(verbose_name='working day')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical calendar day',
                'verbose_name_plural': 'historical calendar days',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRoleGrant',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(choices=[('staff', 'staff member'), ('section_chief', 'section chief'), ('deputy', 'deputy leader'), ('head', 'head'), ('department_admin', 'department admin'), ('assessment_office', 'assessment office'), ('leading_group', 'leading group'), ('hr', 'HR'), ('supervisor', 'supervision team'), ('system_admin', 'system administrator'), ('security_admin', 'security administrator'), ('auditor', 'auditor')], max_length=20, verbose_name='role')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='login')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'historical role grant',
                'verbose_name_plural': 'historical role grants',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUnit',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.SlugField(help_text='Part of the page addresses.', max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='English name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical unit',
                'verbose_name_plural': 'historical units',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('category', models.CharField(blank=True, max_length=40, verbose_name='category')),
                ('description', models.TextField(blank=True, verbose_name='post description')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organization.department', verbose_name='department')),
                ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stands_in_for', to='organization.post', verbose_name='A/B stand-in')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
                'ordering': ['department', 'name'],
                'constraints': [models.UniqueConstraint(fields=('department', 'name'), name='post_name_once_per_department')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPost',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('category', models.CharField(blank=True, max_length=40, verbose_name='category')),
                ('description', models.TextField(blank=True, verbose_name='post description')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.department', verbose_name='department')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stand_in', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.post', verbose_name='A/B stand-in')),
            ],
            options={
                'verbose_name': 'historical post',
                'verbose_name_plural': 'historical posts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('staff', 'staff member'), ('section_chief', 'section chief'), ('deputy', 'deputy leader'), ('head', 'head'), ('department_admin', 'department admin'), ('assessment_office', 'assessment office'), ('leading_group', 'leading group'), ('hr', 'HR'), ('supervisor', 'supervision team'), ('system_admin', 'system administrator'), ('security_admin', 'security administrator'), ('auditor', 'auditor')], max_length=20, verbose_name='role')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('departments', models.ManyToManyField(blank=True, help_text='Empty: the whole unit.', related_name='role_grants', to='organization.department', verbose_name='departments')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to=settings.AUTH_USER_MODEL, verbose_name='login')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'role grant',
                'verbose_name_plural': 'role grants',
                'ordering': ['unit', 'role', 'user'],
                'constraints': [models.UniqueConstraint(fields=('user', 'unit', 'role', 'valid_from'), name='role_granted_once_a_day'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='grant_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalRoleGrant_departments',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('department', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.department')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='organization.historicalrolegrant')),
                ('rolegrant', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.rolegrant')),
            ],
            options={
                'verbose_name': 'HistoricalRoleGrant_departments',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='StaffMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='staff number')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('pinyin', models.CharField(blank=True, editable=False, max_length=120, verbose_name='pinyin')),
                ('initials', models.CharField(blank=True, editable=False, max_length=40, verbose_name='pinyin initials')),
                ('position_title', models.CharField(blank=True, max_length=60, verbose_name='position')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='staff_member', to=settings.AUTH_USER_MODEL, verbose_name='login')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'staff member',
                'verbose_name_plural': 'staff',
                'ordering': ['number'],
                'indexes': [models.Index(fields=['unit', 'number'], name='staff_number_like', opclasses=['int8_ops', 'varchar_pattern_ops']), models.Index(fields=['unit', 'pinyin'], name='staff_pinyin_like', opclasses=['int8_ops', 'varchar_pattern_ops']), models.Index(fields=['unit', 'initials'], name='staff_initials_like', opclasses=['int8_ops', 'varchar_pattern_ops'])],
                'constraints': [models.UniqueConstraint(fields=('unit', 'number'), name='staff_number_once_per_unit')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalStaffState',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('not_in_post', 'not in post'), ('retired', 'retired'), ('transferred_out', 'transferred out'), ('pre_retirement_leave', 'leave before retirement'), ('joined', 'joined'), ('probation', 'probation'), ('admonition', 'efficiency admonition'), ('investigation', 'under investigation'), ('discipline', 'party or administrative discipline'), ('accountability', 'other accountability measure'), ('veto', 'one-vote veto'), ('vote_notice', 'notice after an efficiency inspection')], max_length=24, verbose_name='kind')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('document', models.CharField(blank=True, max_length=80, verbose_name='document number')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.staffmember', verbose_name='staff member')),
            ],
            options={
                'verbose_name': 'historical staff state',
                'verbose_name_plural': 'historical staff states',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAssignment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('category', models.CharField(max_length=40, verbose_name='category')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, help_text='The last day; empty: until further notice.', null=True, verbose_name='to')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.department', verbose_name='department')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.post', verbose_name='post')),
                ('staff', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.staffmember', verbose_name='staff member')),
            ],
            options={
                'verbose_name': 'historical assignment',
                'verbose_name_plural': 'historical assignments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(max_length=40, verbose_name='category')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, help_text='The last day; empty: until further notice.', null=True, verbose_name='to')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organization.department', verbose_name='department')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organization.post', verbose_name='post')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organization.staffmember', verbose_name='staff member')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': ['staff', 'valid_from'],
                'indexes': [models.Index(fields=['department', 'valid_from'], name='organizatio_departm_a6baf2_idx')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'valid_from'), name='assignment_starts_once_a_day'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('staff',), name='assignment_open_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='assignment_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='StaffState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('not_in_post', 'not in post'), ('retired', 'retired'), ('transferred_out', 'transferred out'), ('pre_retirement_leave', 'leave before retirement'), ('joined', 'joined'), ('probation', 'probation'), ('admonition', 'efficiency admonition'), ('investigation', 'under investigation'), ('discipline', 'party or administrative discipline'), ('accountability', 'other accountability measure'), ('veto', 'one-vote veto'), ('vote_notice', 'notice after an efficiency inspection')], max_length=24, verbose_name='kind')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('document', models.CharField(blank=True, max_length=80, verbose_name='document number')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='states', to='organization.staffmember', verbose_name='staff member')),
            ],
            options={
                'verbose_name': 'staff state',
                'verbose_name_plural': 'staff states',
                'ordering': ['staff', 'valid_from'],
                'indexes': [models.Index(fields=['staff', 'valid_from'], name='organizatio_staff_i_a1b3a4_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='state_dates_in_order'), models.UniqueConstraint(fields=('staff', 'kind', 'valid_from'), name='state_begins_once')],
            },
        ),
        migrations.CreateModel(
            name='RosterImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('effective_on', models.DateField(verbose_name='effective from')),
                ('is_complete', models.BooleanField(default=False, verbose_name='the sheet lists everyone')),
                ('file', models.FileField(max_length=250, upload_to=organization.models.roster.upload_path, verbose_name='file')),
                ('file_name', models.CharField(max_length=150, verbose_name='file name')),
                ('sha256', models.CharField(max_length=64)),
                ('roster_hash', models.CharField(max_length=64)),
                ('plan', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('row_count', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('unchanged_count', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                ('state', models.CharField(choices=[('faulty', 'has errors'), ('pending', 'waits for confirmation'), ('applied', 'applied'), ('discarded', 'discarded')], max_length=10, verbose_name='state')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roster_imports', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'roster upload',
                'verbose_name_plural': 'roster uploads',
                'ordering': ['-uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('params', models.JSONField(default=dict, verbose_name='parameters')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=10, verbose_name='state')),
                ('step', models.CharField(blank=True, max_length=100, verbose_name='step')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='of')),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('file', models.FileField(blank=True, max_length=250, upload_to=organization.models.jobs.result_path, verbose_name='file')),
                ('file_name', models.CharField(blank=True, max_length=150, verbose_name='file name')),
                ('outcome', models.JSONField(null=True, verbose_name='outcome')),
                ('attempt', models.PositiveIntegerField(default=0, verbose_name='attempt')),
                ('heartbeat_at', models.DateTimeField(null=True, verbose_name='last sign of life')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['unit', 'kind', '-created_at'], name='organizatio_unit_id_f70413_idx')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('display_name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='must choose a password')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('home_unit', models.ForeignKey(blank=True, db_constraint=False, help_text='For logins that are on no roster.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='unit that keeps the login')),
            ],
            options={
                'verbose_name': 'historical login',
                'verbose_name_plural': 'historical logins',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStaffMember',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='staff number')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('pinyin', models.CharField(blank=True, editable=False, max_length=120, verbose_name='pinyin')),
                ('initials', models.CharField(blank=True, editable=False, max_length=40, verbose_name='pinyin initials')),
                ('position_title', models.CharField(blank=True, max_length=60, verbose_name='position')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='login')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'historical staff member',
                'verbose_name_plural': 'historical staff',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalDepartment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('kind', models.CharField(choices=[('department', 'department'), ('window', 'window')], default='department', max_length=12, verbose_name='kind')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.department', verbose_name='belongs to')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'historical department',
                'verbose_name_plural': 'historical departments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='at')),
                ('action', models.CharField(db_index=True, max_length=60, verbose_name='action')),
                ('target', models.CharField(max_length=120, verbose_name='on')),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='before')),
                ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='after')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'audit event',
                'verbose_name_plural': 'audit events',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['unit', '-at'], name='audit_unit_latest')],
            },
        ),
        migrations.RunPython(protect, release),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]

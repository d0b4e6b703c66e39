"""The assessment framework of a use case: the text that is worked on, and each version that was established.

Source: domain.md §3 (Assessment framework, R8). People are named by their function
only. A version is a whole copy: it says what was known when the verdict was given.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from core.database import Model, Timestamped
from portfolio.rules.framework import PartyRole, Question, Verdict, Viewpoint

if TYPE_CHECKING:
    from portfolio.models.use_case import UseCase


class FrameworkAssessment(Timestamped, Model):
    """The answers as they stand now, with the verdict of the newest established version.

    Levels run 0–5. ``established_*`` repeats the newest version, so that a list and
    the rules of phases need not read it. ``illustrative`` names made-up fields.
    """

    __tablename__ = "framework_assessment"
    __table_args__ = (
        CheckConstraint("may_level BETWEEN 0 AND 5", name="may_level_in_range"),
        CheckConstraint("can_level BETWEEN 0 AND 5", name="can_level_in_range"),
        CheckConstraint("want_level BETWEEN 0 AND 5", name="want_level_in_range"),
        CheckConstraint(
            "may_level IS NULL OR may_level IN (0, 5) OR may_explanation <> ''", name="in_between_explained"
        ),
        CheckConstraint(
            "(established_number IS NULL) = (established_verdict IS NULL)", name="established_whole"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"), unique=True)
    purpose: Mapped[str] = mapped_column(default="")
    value_kind: Mapped[str] = mapped_column(String(200), default="")
    data: Mapped[str] = mapped_column(default="")
    has_personal: Mapped[bool] = mapped_column(default=False)
    has_special: Mapped[bool] = mapped_column(default=False)
    has_sensitive: Mapped[bool] = mapped_column(default=False)
    has_private: Mapped[bool] = mapped_column(default=False)
    data_note: Mapped[str] = mapped_column(default="")
    may_level: Mapped[int | None]
    may_reason: Mapped[str] = mapped_column(default="")
    may_explanation: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    can_level: Mapped[int | None]
    can_reason: Mapped[str] = mapped_column(default="")
    want_level: Mapped[int | None]
    want_reason: Mapped[str] = mapped_column(default="")
    verdict: Mapped[Verdict | None]
    verdict_reason: Mapped[str] = mapped_column(default="")
    established_number: Mapped[int | None]
    established_verdict: Mapped[Verdict | None]
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    use_case: Mapped["UseCase"] = relationship(back_populates="framework", lazy="raise_on_sql")
    parties: Mapped[list["FrameworkParty"]] = relationship(
        cascade="all, delete-orphan", order_by="FrameworkParty.position", lazy="raise_on_sql"
    )
    tools: Mapped[list["FrameworkTool"]] = relationship(
        cascade="all, delete-orphan", order_by="FrameworkTool.position", lazy="raise_on_sql"
    )
    consultations: Mapped[list["FrameworkConsultation"]] = relationship(
        cascade="all, delete-orphan", order_by="FrameworkConsultation.position", lazy="raise_on_sql"
    )
    viewpoints: Mapped[list["FrameworkViewpoint"]] = relationship(
        cascade="all, delete-orphan", order_by="FrameworkViewpoint.position", lazy="raise_on_sql"
    )
    conditions: Mapped[list["FrameworkCondition"]] = relationship(
        cascade="all, delete-orphan", order_by="FrameworkCondition.position", lazy="raise_on_sql"
    )
    versions: Mapped[list["FrameworkVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="FrameworkVersion.number", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}


class _Row:
    """What every row has: its assessment, its place, and which of its values are illustrative."""

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    illustrative: Mapped[list[str]] = mapped_column(default=list)

    @declared_attr
    def assessment_id(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(ForeignKey("framework_assessment.id", ondelete="CASCADE"), index=True)


class FrameworkParty(_Row, Model):
    """Somebody who is involved, and in which role."""

    __tablename__ = "framework_party"
    __table_args__ = (CheckConstraint("name <> ''", name="name_filled"),)

    role: Mapped[PartyRole]
    name: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(600), default="")


class FrameworkTool(_Row, Model):
    """A help tool used to answer a question (a DPIA, a data quality assessment), with its reference."""

    __tablename__ = "framework_tool"
    __table_args__ = (CheckConstraint("name <> ''", name="name_filled"),)

    question: Mapped[Question]
    name: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(400), default="")


class FrameworkConsultation(_Row, Model):
    """A function that was consulted, when, and what it said."""

    __tablename__ = "framework_consultation"
    __table_args__ = (CheckConstraint("role <> ''", name="role_filled"),)

    role: Mapped[str] = mapped_column(String(160))
    consulted_on: Mapped[date | None]
    said: Mapped[str] = mapped_column(default="")


class FrameworkViewpoint(_Row, Model):
    """What was said for one of the seven viewpoints, by which function; no row is not heard."""

    __tablename__ = "framework_viewpoint"
    __table_args__ = (
        UniqueConstraint("assessment_id", "viewpoint"),
        CheckConstraint("speaker <> '' AND said <> ''", name="heard_whole"),
    )

    viewpoint: Mapped[Viewpoint]
    speaker: Mapped[str] = mapped_column(String(160))
    said: Mapped[str]
    heard_on: Mapped[date | None]


class FrameworkCondition(_Row, Model):
    """A condition of the verdict, who sees to it (a function) and by when."""

    __tablename__ = "framework_condition"
    __table_args__ = (CheckConstraint("text <> ''", name="text_filled"),)

    text: Mapped[str]
    owner_role: Mapped[str] = mapped_column(String(160), default="")
    due_on: Mapped[date | None]


class FrameworkVersion(Model):
    """An established version: the whole text as JSON, its verdict, and since when it is public (if it is).

    ``traits`` is what rules/framework_similarity.py compares; ``text`` is what is searched.
    """

    __tablename__ = "framework_version"
    __table_args__ = (
        UniqueConstraint("assessment_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        Index("ix_framework_version_published_on", "published_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("framework_assessment.id", ondelete="CASCADE"))
    number: Mapped[int]
    verdict: Mapped[Verdict]
    established_on: Mapped[date]
    published_on: Mapped[date | None]
    by_label: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    snapshot: Mapped[dict[str, Any]]
    traits: Mapped[list[str]] = mapped_column(default=list)
    text: Mapped[str] = mapped_column(default="")

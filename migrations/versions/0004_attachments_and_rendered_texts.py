"""Attachments and rendered texts."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rendered_html',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('renderer', sa.String(length=16), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('toc', sa.JSON(), nullable=False),
    sa.Column('notice', sa.String(length=40), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_rendered_html'))
    )
    with op.batch_alter_table('rendered_html', schema=None) as batch_op:
        batch_op.create_index('ix_rendered_html_renderer_made_at', ['renderer', 'made_at'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('page_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('alt', sa.String(length=300), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=True),
    sa.Column('uploaded_by_label', sa.String(length=200), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("name <> ''", name=op.f('ck_attachment_name_filled')),
    sa.CheckConstraint('size > 0', name=op.f('ck_attachment_size_positive')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_attachment_sha256_whole')),
    sa.ForeignKeyConstraint(['page_id'], ['page.id'], name=op.f('fk_attachment_page_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_page_id'), ['page_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_sha256'), ['sha256'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_sha256'))
        batch_op.drop_index(batch_op.f('ix_attachment_page_id'))

    op.drop_table('attachment')
    with op.batch_alter_table('rendered_html', schema=None) as batch_op:
        batch_op.drop_index('ix_rendered_html_renderer_made_at')

    op.drop_table('rendered_html')

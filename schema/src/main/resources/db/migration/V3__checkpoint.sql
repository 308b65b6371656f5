-- How far the signer has vouched for each history. No projection: it stays when rows are rebuilt, since the signer must
-- never sign less than this, nor anything else.
create table checkpoint (
  log_id bytea not null,
  group_id bytea not null,
  tree_size bigint not null,
  head bytea not null,
  subtrees bytea not null,
  note varchar(60000) not null,
  signed_at bigint not null
);

-- [jooq ignore start]
alter table checkpoint add constraint checkpoint_pk primary key (log_id);
-- [jooq ignore stop]

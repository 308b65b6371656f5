-- The newest word of each member on the Commit that led to an epoch.
create table commit_report (
  group_id bytea not null,
  epoch bigint not null,
  leaf_index int not null,
  seq bigint not null,
  applied boolean not null,
  confirmed_transcript_hash bytea not null,
  authenticator_hash bytea not null
);

-- [jooq ignore start]
alter table commit_report add constraint commit_report_pk primary key (group_id, epoch, leaf_index);
create index commit_report_failed on commit_report (group_id, epoch) where not applied;
-- [jooq ignore stop]

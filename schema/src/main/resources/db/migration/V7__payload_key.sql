-- The keys of each group's payloads that are left, as the record mls.payload.keys has them.
create table payload_key (
  group_id bytea not null,
  seq bigint not null,
  -- The first event that has a key.
  first_seq bigint not null,
  record bytea not null
);

-- [jooq ignore start]
alter table payload_key add constraint payload_key_pk primary key (group_id);
-- [jooq ignore stop]

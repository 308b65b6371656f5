-- Histories that another Delivery Service had stored. Their order is known and nothing else.
create table imported_group (
  group_id bytea not null,
  source varchar(40) not null,
  conversation_id varchar(1000) not null,
  seq bigint not null,
  head bytea not null,
  epoch bigint not null,
  cipher_suite varchar(200) not null,
  created_at bigint not null,
  log_partition int not null
);

create table imported_event (
  group_id bytea not null,
  seq bigint not null,
  kind int not null,
  record bytea not null,
  log_offset bigint not null
);

-- Who was in the group when it was imported last.
create table imported_member (
  group_id bytea not null,
  user_id varchar(1000) not null,
  client_id varchar(1000) not null,
  seq bigint not null
);

-- [jooq ignore start]
alter table imported_group add constraint imported_group_pk primary key (group_id);
alter table imported_event add constraint imported_event_pk primary key (group_id, seq);
alter table imported_member add constraint imported_member_pk primary key (group_id, user_id, client_id);
create index imported_member_of on imported_member (user_id);
-- [jooq ignore stop]

-- The read model: all of it can be dropped and rebuilt from the events topics.
-- Times are milliseconds since 1970, as the log has them.

-- How far each partition has been projected; written in the same transaction as the rows.
create table projection_position (
  topic varchar(100) not null,
  log_partition int not null,
  next_offset bigint not null,
  constraint projection_position_pk primary key (topic, log_partition)
);

-- Groups and users whose records contradict each other: their projection stopped at that record, the others go on.
create table projection_halt (
  topic varchar(100) not null,
  record_key bytea not null,
  log_partition int not null,
  log_offset bigint not null,
  reason varchar(500) not null
);

-- The log that all other rows follow from, by its topics. Another cluster or a topic that was made anew is another log.
create table log_topic (
  topic varchar(100) primary key,
  topic_id varchar(100) not null,
  cluster_id varchar(100) not null
);

create table mls_group (
  group_id bytea not null,
  log_id bytea not null,
  log_partition int not null,
  seq bigint not null,
  head bytea not null,
  epoch bigint not null,
  handshakes int not null,
  policy bytea not null,
  successor_group_id bytea not null,
  cipher_suite int not null,
  group_context bytea not null,
  tree_hash bytea not null,
  tree_size int not null,
  confirmed_transcript_hash bytea not null,
  confirmation_tag bytea not null,
  group_info bytea not null,
  group_info_seq bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  log_offset bigint not null
);

-- Every event as it stands on the log. The tree hash is empty where the event left the tree as it was.
create table group_event (
  group_id bytea not null,
  seq bigint not null,
  kind int not null,
  epoch_before bigint not null,
  epoch_after bigint not null,
  idempotency_key bytea not null,
  body_digest bytea not null,
  accepted_at bigint not null,
  user_id varchar(255) not null,
  client_id varchar(255) not null,
  submission_id bytea not null,
  proposal_ref bytea not null,
  previous_head bytea not null,
  leaf_hash bytea not null,
  log_partition int not null,
  command_offset bigint not null,
  record bytea not null,
  log_offset bigint not null,
  tree_hash bytea not null
);

create table tree_node (
  group_id bytea not null,
  node_index int not null,
  node bytea not null
);

create table group_member (
  group_id bytea not null,
  leaf_index int not null,
  user_id varchar(255) not null,
  client_id varchar(255) not null,
  signature_key bytea not null
);
create index group_member_identity on group_member (user_id, client_id);

-- From the event that made a client a member to the one that ended it, which is null while it lasts. So what a client
-- may read follows from few rows, however many members and events a group has.
create table group_stay (
  group_id bytea not null,
  leaf_index int not null,
  from_seq bigint not null,
  from_offset bigint not null,
  from_epoch bigint not null,
  welcomed boolean not null,
  user_id varchar(255) not null,
  client_id varchar(255) not null,
  log_partition int not null,
  to_seq bigint,
  to_offset bigint,
  to_epoch bigint
);
create index group_stay_identity on group_stay (user_id, client_id);

create table pending_proposal (
  group_id bytea not null,
  seq bigint not null,
  epoch bigint not null,
  proposal_ref bytea not null,
  sender_leaf int,
  proposal bytea not null
);

-- What all recipients of a Welcome get. The Welcome as it came stands in the event.
create table welcome_body (
  group_id bytea not null,
  seq bigint not null,
  cipher_suite int not null,
  encrypted_group_info bytea not null
);

-- One row for each recipient, with the EncryptedGroupSecrets for it alone. Where the group hides whom it adds, user and client are empty, and the recipient is
-- found by the KeyPackage.
create table welcome (
  welcome_id bytea not null,
  group_id bytea not null,
  seq bigint not null,
  epoch bigint not null,
  accepted_at bigint not null,
  key_package_ref bytea not null,
  user_id varchar(255) not null,
  client_id varchar(255) not null,
  group_secrets bytea not null
);
create index welcome_recipient on welcome (user_id, client_id);

-- Kept apart from the Welcome because the two come from different partitions, in either order.
create table welcome_acknowledgement (
  welcome_id bytea not null,
  user_id varchar(255) not null
);

create table directory_user (
  user_id varchar(255) not null,
  seq bigint not null,
  constraint directory_user_pk primary key (user_id)
);

create table key_package (
  user_id varchar(255) not null,
  ref bytea not null,
  client_id varchar(255) not null,
  cipher_suite int not null,
  not_after bigint not null,
  key_package bytea not null,
  published_seq bigint not null,
  published_index int not null,
  claimed_seq bigint,
  claimed_by_user varchar(255),
  claimed_by_client varchar(255)
);

create table directory_event (
  user_id varchar(255) not null,
  seq bigint not null,
  idempotency_key bytea not null,
  body_digest bytea not null,
  record bytea not null,
  constraint directory_event_pk primary key (user_id, seq)
);

-- The verdicts of the last day, so that a client whose answer got lost can ask again.
create table submission (
  submission_id uuid not null,
  user_id varchar(255) not null,
  client_id varchar(255) not null,
  decided_at bigint not null,
  record bytea not null,
  constraint submission_pk primary key (submission_id)
);
create index submission_decided_at on submission (decided_at);

-- [jooq ignore start]
-- Keys over bytea stand here: the code generator's simulation of PostgreSQL can't index them.
alter table projection_halt add constraint projection_halt_pk primary key (topic, record_key);
alter table mls_group add constraint mls_group_pk primary key (group_id);
alter table group_event add constraint group_event_pk primary key (group_id, seq);
alter table tree_node add constraint tree_node_pk primary key (group_id, node_index);
alter table group_member add constraint group_member_pk primary key (group_id, leaf_index);
alter table group_stay add constraint group_stay_pk primary key (group_id, leaf_index, from_seq);
alter table pending_proposal add constraint pending_proposal_pk primary key (group_id, seq);
alter table welcome add constraint welcome_pk primary key (welcome_id);
alter table welcome_body add constraint welcome_body_pk primary key (group_id, seq);
alter table welcome_acknowledgement add constraint welcome_acknowledgement_pk primary key (welcome_id, user_id);
alter table key_package add constraint key_package_pk primary key (user_id, ref);
create index welcome_hidden_recipient on welcome (key_package_ref) where user_id = '';
create index key_package_ref on key_package (ref);
create index key_package_unclaimed on key_package (user_id, client_id, cipher_suite) where claimed_seq is null;
create unique index group_event_offset on group_event (group_id, log_offset);
create index group_event_tree on group_event (group_id, tree_hash) where tree_hash <> '';
create index welcome_place on welcome (group_id, seq);
create index group_event_body on group_event (group_id, body_digest);
create index group_event_idempotency on group_event (group_id, idempotency_key);
create index directory_event_idempotency on directory_event (user_id, idempotency_key);
-- RFC 9420 section 14: one Commit for each epoch.
create unique index group_event_one_commit_per_epoch on group_event (group_id, epoch_before) where kind = 12;
-- [jooq ignore stop]

-- The directory: registered clients, and the whole life of a KeyPackage.
-- What follows from directory events is made anew: the positions go, and the projections read those events again.

create table directory_client (
  user_id varchar(255) not null,
  client_id varchar(255) not null,
  registered_seq bigint not null,
  registered_at bigint not null,
  changed_seq bigint not null,
  changed_at bigint not null,
  removed boolean not null,
  constraint directory_client_pk primary key (user_id, client_id)
);

create table client_key (
  user_id varchar(255) not null,
  client_id varchar(255) not null,
  key_index int not null,
  signature_key bytea not null,
  constraint client_key_pk primary key (user_id, client_id, key_index)
);

drop table key_package;
create table key_package (
  user_id varchar(255) not null,
  ref bytea not null,
  client_id varchar(255) not null,
  cipher_suite int not null,
  not_after bigint not null,
  init_key bytea not null,
  encryption_key bytea not null,
  last_resort boolean not null,
  key_package bytea not null,
  published_seq bigint not null,
  published_index int not null,
  published_at bigint not null,
  -- The claim; of one of last resort the newest.
  claimed_seq bigint,
  claimed_at bigint,
  claimed_by_user varchar(255),
  claimed_by_client varchar(255),
  claims int not null,
  -- Why it can't be claimed any more, though nobody has: the number of the event's body.
  ended_kind int,
  ended_seq bigint,
  ended_at bigint
);

-- Each time that a client's stock fell below the low-water mark.
create table low_stock (
  user_id varchar(255) not null,
  client_id varchar(255) not null,
  seq bigint not null,
  cipher_suite int not null,
  available int not null,
  low_water int not null,
  noted_at bigint not null,
  constraint low_stock_pk primary key (user_id, client_id, seq, cipher_suite)
);

drop table directory_event;
create table directory_event (
  user_id varchar(255) not null,
  seq bigint not null,
  kind int not null,
  accepted_at bigint not null,
  by_user varchar(255) not null,
  idempotency_key bytea not null,
  body_digest bytea not null,
  record bytea not null,
  constraint directory_event_pk primary key (user_id, seq)
);

-- [jooq ignore start]
alter table key_package add constraint key_package_pk primary key (user_id, ref);
create index key_package_ref on key_package (ref);
create index key_package_unclaimed on key_package (user_id, client_id, cipher_suite)
  where ended_seq is null and (claimed_seq is null or last_resort);
create index key_package_lifetime on key_package (not_after)
  where ended_seq is null and (claimed_seq is null or last_resort);
create index directory_event_idempotency on directory_event (user_id, idempotency_key);
create index directory_event_claims on directory_event (user_id, seq) where kind = 11;
create index welcome_key_package on welcome (key_package_ref);
delete from directory_user;
delete from projection_position where topic = 'mls.directory.events';
delete from projection_halt where topic = 'mls.directory.events';
-- [jooq ignore stop]

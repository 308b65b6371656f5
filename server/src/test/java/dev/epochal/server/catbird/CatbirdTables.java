package dev.epochal.server.catbird;

import dev.epochal.schema.record.ImportedEvent.BodyCase;

/// A small database of a Catbird server: one conversation whose rows don't lie in their order.
public final class CatbirdTables {
    static final String DEFINITIONS = """
            create table conversations (id text primary key, creator_did text not null, current_epoch integer not null,
              group_id text, cipher_suite text, created_at timestamptz not null default now());
            create table members (convo_id text not null, member_did text not null, user_did text, device_id text,
              joined_at timestamptz not null default now(), left_at timestamptz, leaf_index integer,
              is_admin boolean not null default false, primary key (convo_id, member_did));
            create table messages (id text primary key, convo_id text not null, sender_did text,
              message_type text not null, epoch bigint not null default 0, seq bigint not null default 0,
              ciphertext bytea, created_at timestamptz not null default now());
            create table welcome_messages (id text primary key, convo_id text not null, recipient_did text not null,
              welcome_data bytea not null, key_package_hash bytea, consumed boolean not null default false,
              created_at timestamptz not null default now());
            create table key_packages (id text primary key, owner_did text not null, key_package bytea not null);
            """;

    static final String ROWS = """
            insert into conversations values ('ab01', 'did:plc:alice', 1, 'ab01', 'suite', '2025-11-01 10:00:00+00');
            insert into members values
              ('ab01', 'did:plc:bob#laptop', 'did:plc:bob', 'laptop', '2025-11-01 10:00:00+00',
                '2025-11-02 10:00:00+00', 1, false),
              ('ab01', 'did:plc:alice#phone', null, null, '2025-11-01 10:00:00+00', null, 0, true);
            insert into messages values
              ('m2', 'ab01', null, 'commit', 0, 2, 'commit', '2025-11-01 10:00:02+00'),
              ('m3', 'ab01', null, 'app', 1, 3, 'three', '2025-11-01 10:00:01+00'),
              ('m1', 'ab01', 'did:plc:alice', 'app', 0, 1, 'one', '2025-11-01 10:00:03+00'),
              ('m4', 'ab01', null, 'app', 1, 4, null, '2025-11-01 10:00:04+00');
            insert into welcome_messages values
              ('w1', 'ab01', 'did:plc:bob', 'welcome', 'ref', true, '2025-11-01 10:00:02+00');
            insert into key_packages values ('k1', 'did:plc:bob', 'package');
            """;

    /// The same as pg_dump writes it, among other things.
    public static final String DUMP = """
            -- PostgreSQL database dump
            SET client_encoding = 'UTF8';
            COPY public.conversations (id, creator_did, current_epoch, group_id, cipher_suite, created_at) \
            FROM stdin;
            ab01\tdid:plc:alice\t1\tab01\tsuite\t2025-11-01 10:00:00+00
            \\.
            COPY public.devices (id, name) FROM stdin;
            1\tphone
            \\.
            COPY public.key_packages (id, owner_did, key_package) FROM stdin;
            k1\tdid:plc:bob\t\\\\x7061636b616765
            \\.
            COPY public.members (convo_id, member_did, user_did, device_id, joined_at, left_at, leaf_index, \
            is_admin) FROM stdin;
            ab01\tdid:plc:bob#laptop\tdid:plc:bob\tlaptop\t2025-11-01 10:00:00+00\t2025-11-02 10:00:00+00\t1\tf
            ab01\tdid:plc:alice#phone\t\\N\t\\N\t2025-11-01 10:00:00+00\t\\N\t0\tt
            \\.
            COPY public.messages (id, convo_id, sender_did, message_type, epoch, seq, ciphertext, created_at) \
            FROM stdin;
            m2\tab01\t\\N\tcommit\t0\t2\t\\\\x636f6d6d6974\t2025-11-01 10:00:02+00
            m3\tab01\t\\N\tapp\t1\t3\t\\\\x7468726565\t2025-11-01 10:00:01+00
            m1\tab01\tdid:plc:alice\tapp\t0\t1\t\\\\x6f6e65\t2025-11-01 10:00:03+00
            m4\tab01\t\\N\tapp\t1\t4\t\\N\t2025-11-01 10:00:04+00
            \\.
            COPY public.welcome_messages (id, convo_id, recipient_did, welcome_data, key_package_hash, consumed, \
            created_at) FROM stdin;
            w1\tab01\tdid:plc:bob\t\\\\x77656c636f6d65\t\\\\x726566\tt\t2025-11-01 10:00:02+00
            \\.
            """;

    static final BodyCase[] KINDS = {
        BodyCase.GROUP, BodyCase.MEMBERS, BodyCase.MESSAGE, BodyCase.MESSAGE, BodyCase.MESSAGE, BodyCase.WELCOME
    };

    private CatbirdTables() {}
}

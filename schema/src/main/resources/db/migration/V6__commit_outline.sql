-- What tells how a Commit stands, without reading its octets: the record without all that is only of use to those who
-- apply it. Empty for other events. What follows from group events is made anew: the positions go, and the projections
-- read those events again.

-- [jooq ignore start]
truncate mls_group, group_event, tree_node, group_member, group_stay, pending_proposal, welcome_body, welcome,
  commit_report;
delete from projection_position where topic = 'mls.group.events';
delete from projection_halt where topic = 'mls.group.events';
-- [jooq ignore stop]
alter table group_event add column commit_outline bytea not null;

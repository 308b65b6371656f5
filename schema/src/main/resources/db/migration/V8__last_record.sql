-- The newest record of a partition that its rows follow from. Where the log has another one there, or none, it was cut,
-- however far it reaches by now.
alter table projection_position add column last_offset bigint;
alter table projection_position add column last_seal bytea;

-- How many partitions the topics of commands and events have. A group's partition follows from its id and this number,
-- so a log that was widened is another one. Null until somebody looks at the log again.
alter table log_topic add column partitions int;

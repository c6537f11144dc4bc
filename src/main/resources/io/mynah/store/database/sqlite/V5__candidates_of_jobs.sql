-- A candidate is named by its job too; those without are made again.
delete from blobs where name like 'candidate/%' and name not like 'candidate/%/%';

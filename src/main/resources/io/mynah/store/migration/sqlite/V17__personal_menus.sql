-- Who was given a menu of their own: they keep one, also when they have no more commands than others.
create table personal_menus (
  owner text not null primary key
);

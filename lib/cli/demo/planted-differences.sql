-- Three mistakes in the target, one of each kind, for verification to find: a missing, an extra and a different row.
DELETE FROM `&DATABASE`.`order_lines` ORDER BY `order_id`, `line_no` LIMIT 1;
INSERT INTO `&DATABASE`.`customers` (`id`, `name`, `country`, `joined`) VALUES (9999999999, 'Nobody', 'XX', '2001-02-03 04:05:06');
UPDATE `&DATABASE`.`orders` SET `total` = COALESCE(`total`, 0) + 0.01 ORDER BY `id` LIMIT 1;

BEGIN TRANSACTION;
CREATE TABLE card (
        card_id VARCHAR NOT NULL PRIMARY KEY, -- note id, and ":side" where a note makes several cards
        state INTEGER NOT NULL,               -- 0 new, 1 learning, 2 review, 3 relearning
        step INTEGER NOT NULL,                -- index of the learning step
        stability FLOAT,                      -- days until recall falls to 90 %
        difficulty FLOAT,                     -- 1 to 10
        due_day INTEGER,                      -- study day, for review cards
        due_at INTEGER,                       -- instant, for learning cards
        interval INTEGER NOT NULL,            -- days; 0 while learning
        reps INTEGER NOT NULL,
        lapses INTEGER NOT NULL,
        first_day INTEGER,                    -- study day of the first answer
        last_day INTEGER,                     -- study day of the last answer
        last_at INTEGER,                      -- instant of the last answer
        suspended BOOLEAN NOT NULL,
        buried_day INTEGER,                   -- hidden for this study day
        flag VARCHAR                          -- the learner's reason; empty text: flagged without one
    );
INSERT INTO "card" VALUES('al-aaaa',1,1,5.31879276748807683361e+00,4.75285848853255732393e+00,NULL,1778587800000,0,2,0,739747,739748,1778587200000,0,NULL,NULL);
INSERT INTO "card" VALUES('al-bbbb:term',2,0,8.2956,1.0,739757,NULL,10,1,0,739747,739747,1778500800000,0,NULL,NULL);
INSERT INTO "card" VALUES('al-bbbb:def',0,0,NULL,NULL,NULL,NULL,0,0,0,NULL,NULL,NULL,1,NULL,'');
CREATE TABLE fact (
        name VARCHAR NOT NULL PRIMARY KEY,
        value VARCHAR NOT NULL
    );
INSERT INTO "fact" VALUES('device','55b9fac7ec50');
INSERT INTO "fact" VALUES('library','5cc634e64f5e230d76');
CREATE TABLE known_deck (
        topic VARCHAR NOT NULL PRIMARY KEY,
        digest VARCHAR NOT NULL,
        notes JSON NOT NULL                   -- note id -> digest, day of its correction, kind, question
    );
INSERT INTO "known_deck" VALUES('alpha','0f57e78312ae8c1bf73c','{"al-aaaa":["4740b051da19118730b3",0,"question","What is `dict[str, int]` in **Python**?",null],"al-bbbb":["5f516c71b93ce9e57f7e",0,"both","eigenvalue $\\lambda$",null],"al-cccc":["16ba5cd6a8acf137e808",0,"cloze","A […] gap, and a […] one.",null],"al-dddd":["aeeeaf1b05d35c7dadd1",0,"choice","Which of these is even?",null],"al-eeee":["b3bb3200aad1d36193f4",0,"output","What does this print?",null],"al-ffff":["a8acd7880cf73262934e",0,"drill","What is <<a>> times <<b>>?",null]}');
CREATE TABLE opened_topic (
        slug VARCHAR NOT NULL PRIMARY KEY,
        day INTEGER NOT NULL
    );
INSERT INTO "opened_topic" VALUES('alpha',739747);
CREATE TABLE parameter_set (
        id VARCHAR NOT NULL PRIMARY KEY,      -- hash of the content
        content JSON NOT NULL                 -- weights, retention, steps, maximum interval, fuzz
    );
INSERT INTO "parameter_set" VALUES('23ee2ef34423e38c43f5','{"weights":[0.212,1.2931,2.3065,8.2956,6.4133,0.8334,3.0194,0.001,1.8722,0.1666,0.796,1.4835,0.0614,0.2629,1.6483,0.6014,1.8729,0.5425,0.0912,0.0658,0.1542],"retention":0.9,"learning_steps":[60,600],"relearning_steps":[600],"maximum_interval":36500,"fuzz":true}');
INSERT INTO "parameter_set" VALUES('313268bc41bce1b0d50b','{"weights":[0.212,1.2931,2.3065,8.2956,6.4133,0.8334,3.0194,0.001,1.8722,0.1666,0.796,1.4835,0.0614,0.2629,1.6483,0.6014,1.8729,0.5425,0.0912,0.0658,0.1542],"retention":0.8,"learning_steps":[60,600],"relearning_steps":[600],"maximum_interval":36500,"fuzz":true}');
CREATE TABLE review_log (
        seq INTEGER NOT NULL PRIMARY KEY,     -- order of writing in this file
        uid VARCHAR NOT NULL UNIQUE,          -- unique in the world, so that logs can be merged
        card_id VARCHAR NOT NULL,
        act VARCHAR NOT NULL,                 -- answer, suspend, unsuspend, bury, flag, unflag, adopt, undo
        at INTEGER NOT NULL,
        day INTEGER NOT NULL,
        rating INTEGER,                       -- 1 again, 2 hard, 3 good, 4 easy
        took_ms INTEGER NOT NULL,
        state_before INTEGER NOT NULL,        -- the state inside `before`, for counting
        before JSON,                          -- the card row before; null: there was none
        after JSON,                           -- the card row after; null: there is none
        shown JSON NOT NULL,                  -- order of choices, drill numbers, what was chosen
        parameters VARCHAR REFERENCES parameter_set (id),
        device VARCHAR NOT NULL,
        voids VARCHAR                         -- uid of the row that this undo takes back
    );
INSERT INTO "review_log" VALUES(1,'e1ca681196464a53854171cb0cbc5ac0','al-aaaa','answer',1778500800000,739747,3,17,0,NULL,'{"card_id":"al-aaaa","state":1,"step":1,"stability":2.3065,"difficulty":2.118103970459016,"due_at":1778501400000,"reps":1,"first_day":739747,"last_day":739747,"last_at":1778500800000}','{}','23ee2ef34423e38c43f5','55b9fac7ec50',NULL);
INSERT INTO "review_log" VALUES(2,'1ea19e34303540f3aae9f2f6fcabc437','al-bbbb:term','answer',1778500800000,739747,4,1,0,NULL,'{"card_id":"al-bbbb:term","state":2,"stability":8.2956,"difficulty":1.0,"due_day":739757,"interval":10,"reps":1,"first_day":739747,"last_day":739747,"last_at":1778500800000}','{}','23ee2ef34423e38c43f5','55b9fac7ec50',NULL);
INSERT INTO "review_log" VALUES(3,'c2685b9679da4e3f90f935301d097357','al-cccc:c1','flag',1778500800000,739747,NULL,0,0,NULL,'{"card_id":"al-cccc:c1","flag":"unclear"}','{}',NULL,'55b9fac7ec50',NULL);
INSERT INTO "review_log" VALUES(4,'5cff0feb07e64317ab65c44b591ee450','al-cccc:c1','undo',1778500800000,739747,NULL,0,0,'{"card_id":"al-cccc:c1","flag":"unclear"}',NULL,'{}',NULL,'55b9fac7ec50','c2685b9679da4e3f90f935301d097357');
INSERT INTO "review_log" VALUES(5,'5381cbdd1f3c497a9880cf40ce09057e','al-cccc:c1','bury',1778500800000,739747,NULL,0,0,NULL,'{"card_id":"al-cccc:c1","buried_day":739747}','{}',NULL,'55b9fac7ec50',NULL);
INSERT INTO "review_log" VALUES(6,'ff106f2ef19543d1b98e7566a84f3a20','al-cccc:c1','undo',1778500800000,739747,NULL,0,0,'{"card_id":"al-cccc:c1","buried_day":739747}',NULL,'{}',NULL,'55b9fac7ec50','5381cbdd1f3c497a9880cf40ce09057e');
INSERT INTO "review_log" VALUES(7,'d42f95648f48446c85df951c9c958a55','al-aaaa','answer',1778587200000,739748,2,0,1,'{"card_id":"al-aaaa","state":1,"step":1,"stability":2.3065,"difficulty":2.118103970459016,"due_at":1778501400000,"reps":1,"first_day":739747,"last_day":739747,"last_at":1778500800000}','{"card_id":"al-aaaa","state":1,"step":1,"stability":5.318792767488077,"difficulty":4.752858488532557,"due_at":1778587800000,"reps":2,"first_day":739747,"last_day":739748,"last_at":1778587200000}','{}','313268bc41bce1b0d50b','55b9fac7ec50',NULL);
INSERT INTO "review_log" VALUES(8,'7f99e4fdb97b4d3e9e1d8100afcc522e','al-bbbb:def','flag',1778587200000,739748,NULL,0,0,NULL,'{"card_id":"al-bbbb:def","flag":""}','{}',NULL,'55b9fac7ec50',NULL);
INSERT INTO "review_log" VALUES(9,'8d619ed365bb47ada1c18093d6dd4fa3','al-bbbb:def','suspend',1778587200000,739748,NULL,0,0,'{"card_id":"al-bbbb:def","flag":""}','{"card_id":"al-bbbb:def","suspended":true,"flag":""}','{}',NULL,'55b9fac7ec50',NULL);
CREATE INDEX ix_card_first_day ON card (first_day);
CREATE INDEX ix_review_log_card_id ON review_log (card_id);
CREATE INDEX ix_review_log_day ON review_log (day);
CREATE INDEX ix_review_log_voids ON review_log (voids);
COMMIT;
PRAGMA user_version = 1;

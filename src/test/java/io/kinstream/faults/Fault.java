package io.kinstream.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.testing.Program;
import io.kinstream.wire.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.TopicConfig;

/** What can go wrong. Each fault strikes, and some time later is over; the workload goes on meanwhile. */
enum Fault {
    /** {@code kill -9} of the program. */
    KILL {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.program().kill();
            return site::start;
        }
    },
    /** SIGTERM to the program. */
    TERMINATE {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.terminate(site.program());
            return site::start;
        }
    },
    /** The program ends in the midst of its commit hook, between its writes and the commit. */
    KILL_IN_COMMIT {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            return mine(site, MinedProgram.COMMIT_HOOK, 1 + random.nextInt(3));
        }
    },
    /** The program ends in the midst of something else that it counts. */
    KILL_IN_WORK {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            List<String> meters = List.of(
                    "kinstream.snapshots.published",
                    "kinstream.pairs.learned",
                    "kinstream.pairs.joined",
                    "kinstream.dead.letters");
            return mine(site, meters.get(random.nextInt(meters.size())), 1 + random.nextInt(10));
        }
    },
    /** {@code kill -9} of the broker. */
    KILL_BROKER {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.lane().killBroker();
            return site.lane()::startBroker;
        }
    },
    /** The broker is stopped and started in order. */
    RESTART_BROKER {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.lane().stopBroker();
            return () -> {
                pause(random, 0, 2000);
                site.lane().startBroker();
            };
        }
    },
    /** Power is gone for both, and comes back for both. */
    KILL_ALL {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.lane().killBroker();
            site.program().kill();
            return () -> {
                site.lane().startBroker();
                site.start();
            };
        }
    },
    /** The program stands still for longer than its session, and finds itself a zombie. */
    FREEZE {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.program().freeze();
            return () -> {
                pause(random, Setup.SESSION_MS + 1000, Setup.SESSION_MS + 5000);
                site.program().thaw();
            };
        }
    },
    /** A zombie comes back while another instance has its work. */
    FREEZE_WHILE_ANOTHER_TAKES_OVER {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.startRival();
            pause(random, 1000, 4000);
            site.program().freeze();
            return () -> {
                pause(random, Setup.SESSION_MS + 1000, Setup.SESSION_MS + 4000);
                site.program().thaw();
                pause(random, 500, 2000);
                end(site, site.rival(), random);
            };
        }
    },
    /** A second instance joins, shares the work, and leaves. */
    SECOND_INSTANCE {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.startRival();
            return () -> {
                pause(random, 1500, 5000);
                end(site, site.rival(), random);
            };
        }
    },
    /** A second instance joins, and the first one leaves it alone for a while. */
    HANDOVER {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            site.startRival();
            pause(random, 1500, 5000);
            end(site, site.program(), random);
            return () -> {
                pause(random, 0, 4000);
                site.start();
                pause(random, 0, 2000);
                end(site, site.rival(), random);
            };
        }
    },
    /** The program ends and its state directory is lost. */
    LOSE_STATE {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            end(site, site.program(), random);
            site.deleteState();
            return site::start;
        }
    },
    /** A topic takes no record: the program must end, or not even start, and go on later. */
    REFUSE_RECORDS {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            Topic topic = output(site, random);
            site.set(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, ROOM_FOR_TRANSACTION_MARKERS);
            return () -> {
                boolean ended = site.endsWithin(Duration.ofSeconds(5));
                site.set(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, null);
                if (ended) {
                    site.checkFailed();
                } else {
                    site.program().kill(); // it had nothing to write there
                }
                site.start();
            };
        }
    },
    /** A topic takes no record for a while, as when replicas are away: the program must wait. */
    WITHHOLD_TOPIC {
        @Override
        Recovery strike(Site site, Random random) throws Exception {
            Topic topic = output(site, random);
            site.set(topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
            return () -> {
                pause(random, 500, 6000);
                site.set(topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, null);
            };
        }
    };

    /**
     * Less than any record of ours. The broker's own markers at the end of a transaction must pass, they take 78 bytes: a
     * broker that cannot write them never tries again, and the transaction never ends.
     */
    private static final String ROOM_FOR_TRANSACTION_MARKERS = "100";

    /** What ends a fault. */
    interface Recovery {
        void run() throws Exception;
    }

    /** Lets it happen; what is returned brings back what was lost. */
    abstract Recovery strike(Site site, Random random) throws Exception;

    private static Recovery mine(Site site, String meter, int count) throws Exception {
        site.program().kill();
        site.startMined(meter, count);
        return () -> {
            if (site.endsWithin(Duration.ofSeconds(6))) {
                assertEquals(
                        MinedProgram.BLOWN_UP,
                        site.program().waitFor(),
                        () -> "status of the mined program, which said: "
                                + site.program().output());
            }
            site.program().kill(); // it may not have come by
            site.start();
        };
    }

    private static void end(Site site, Program which, Random random) throws Exception {
        if (random.nextBoolean()) {
            which.kill();
        } else {
            site.terminate(which);
        }
    }

    private static Topic output(Site site, Random random) {
        List<Topic> outputs = site.setup().direct()
                ? List.of(Topic.MODELS, Topic.DEAD_LETTERS)
                : List.of(Topic.MODELS, Topic.DEAD_LETTERS, Topic.TRAINING_LOG);
        return outputs.get(random.nextInt(outputs.size()));
    }

    static void pause(Random random, int fromMs, int toMs) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(fromMs + random.nextInt(toMs - fromMs + 1));
    }
}

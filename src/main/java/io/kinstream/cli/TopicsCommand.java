package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.TopicAdmin;
import io.kinstream.stream.TopicProblems;
import io.kinstream.stream.Topics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The topics of an installation. */
@Command(
        name = "topics",
        description = "Creates the topics, or checks that they are as they must be.",
        mixinStandardHelpOptions = true,
        subcommands = {TopicsCommand.Create.class, TopicsCommand.Check.class})
final class TopicsCommand {

    private TopicsCommand() {}

    /** What both do: load the configuration, talk to the broker, write to the terminal. */
    private abstract static class OnBroker implements Callable<Integer> {

        @Mixin
        private ConfigOption config;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            KinstreamConfig loaded = config.load(Map.of());
            try (Admin admin = Admin.create(Map.copyOf(loaded.kafka()))) {
                act(
                        loaded,
                        new TopicAdmin(admin, new Topics(loaded)),
                        spec.commandLine().getOut());
            }
            return 0;
        }

        abstract void act(KinstreamConfig config, TopicAdmin topics, PrintWriter out) throws TopicProblems;
    }

    @Command(
            name = "create",
            description = "Creates the topics that are missing; leaves the others as they are.",
            mixinStandardHelpOptions = true)
    static final class Create extends OnBroker {
        @Override
        void act(KinstreamConfig config, TopicAdmin topics, PrintWriter out) {
            List<String> created = topics.create(config.replicationFactor());
            created.forEach(name -> out.println("created " + name));
            if (created.isEmpty()) {
                out.println("all topics were there");
            }
        }
    }

    @Command(
            name = "check",
            description = "Says what is wrong with the topics, and how to put it right; exit code 2 if anything is.",
            mixinStandardHelpOptions = true)
    static final class Check extends OnBroker {
        @Override
        void act(KinstreamConfig config, TopicAdmin topics, PrintWriter out) throws TopicProblems {
            List<String> problems = topics.check();
            if (!problems.isEmpty()) {
                throw new TopicProblems(problems);
            }
            out.println("all topics are as they must be");
        }
    }
}

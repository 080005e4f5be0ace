package io.databased.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.StatementException.Kind;
import io.databased.VirtualDatabase;
import io.databased.internal.session.OneConnection;
import io.databased.internal.time.ManualScheduler;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A report that takes long, beside statements that do not. */
@Tag("R21")
final class SlowOneShotTest {
    private static final String REPORT = "SELECT count(*) FROM movies a, movies b";
    private static final String QUICK = "SELECT 1";
    /** With a millisecond for the way, which the first statement takes. */
    private static final Duration LONG = Duration.ofMillis(102);

    private static final int MANY = 20;

    private final ManualScheduler time = new ManualScheduler();
    private final List<Server> servers = new ArrayList<>();
    private boolean callersRun;
    private Database database = connect();

    private Database connect() {
        servers.clear();
        Database connected = VirtualDatabase.build(
                DatabaseBuilder.of(DatabaseUrl.parse("scripted:///test"), new Servers())
                        .pool(PoolOptions.builder().minSize(2).maxSize(2).build())
                        .completionExecutor(Runnable::run),
                () -> time,
                () -> 0.5);
        connected.connect();
        time.advance(Duration.ZERO);
        return connected;
    }

    @BeforeEach
    void bothConnectionsAreOpen() {
        assertThat(database.stats().connections().idle()).isEqualTo(2);
        runs(QUICK, Duration.ofMillis(1));
    }

    @Test
    void nothingIsSentBehindOneThatTookLongTheLastTime() {
        runs(REPORT, LONG);

        CompletableFuture<?> report = database.fetchAll(REPORT);
        List<CompletableFuture<?>> quick = many(QUICK);
        answerAllBut(REPORT);

        assertThat(report).isNotDone();
        assertThat(quick).allSatisfy(one -> assertThat(one).isCompleted());
        assertThat(servers.stream().map(server -> server.commands.size())).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void oneThatIsStoppedForTakingLongIsNoBetter() {
        CompletableFuture<?> first = database.fetchAll(REPORT);
        time.advance(LONG);
        servers.forEach(Server::refuse);
        assertThat(first).isCompletedExceptionally();

        database.fetchAll(REPORT);
        List<CompletableFuture<?>> quick = many(QUICK);
        answerAllBut(REPORT);

        assertThat(quick).allSatisfy(one -> assertThat(one).isCompleted());
    }

    @Test
    void theirsWhichWaitedBehindItIsNotTheirFault() {
        database.fetchAll(REPORT);
        List<CompletableFuture<?>> behind = many(QUICK);
        time.advance(LONG);
        servers.forEach(Server::answerAll);
        assertThat(behind).allSatisfy(one -> assertThat(one).isCompleted());

        many(QUICK);

        assertThat(database.stats().connections().sharesInFlight()).isEqualTo(MANY);
    }

    @Test
    void othersFollowAgainWhenItHasBecomeQuick() {
        runs(REPORT, LONG);
        runs(REPORT, Duration.ofMillis(1));

        many(REPORT);

        assertThat(database.stats().connections().sharesInFlight()).isEqualTo(MANY);
    }

    @Test
    void theWayToTheServerDoesNotCount() {
        database.disconnect();
        time.advance(Duration.ofMinutes(1));
        database = connect();
        for (int i = 0; i < 3; i++) {
            runs(QUICK, LONG.multipliedBy(2));
            runs(REPORT, LONG.multipliedBy(2));
        }

        many(REPORT);

        assertThat(database.stats().connections().sharesInFlight()).isEqualTo(MANY);
    }

    @Test
    void whoseCallersRunThemShareACommitHoweverLongItTakes() {
        callersRun = true;
        runs(REPORT, LONG);

        many(REPORT);

        assertThat(database.stats().connections().sharesInFlight()).isEqualTo(MANY);
    }

    private void runs(String sql, Duration takes) {
        CompletableFuture<?> run = database.fetchAll(sql);
        time.advance(takes);
        servers.forEach(Server::answerAll);
        assertThat(run).isCompleted();
    }

    private List<CompletableFuture<?>> many(String sql) {
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            asked.add(database.fetchAll(sql));
        }
        return asked;
    }

    /** What is behind it on its connection is not answered either. */
    private void answerAllBut(String sql) {
        servers.forEach(server -> server.answerUntil(sql));
    }

    private final class Servers extends OneConnection {
        @Override
        public CompletionStage<SessionBackend> open(Role role) {
            Server server = new Server();
            servers.add(server);
            return CompletableFuture.completedFuture(server);
        }

        @Override
        public boolean runsOnCallers() {
            return callersRun;
        }
    }

    /** Answers when it is told to, in order. */
    private static final class Server extends OneConnection {
        private final ArrayDeque<Command> commands = new ArrayDeque<>();
        private final ArrayDeque<CompletableFuture<Reply>> answers = new ArrayDeque<>();

        @Override
        public CompletionStage<Reply> run(Command command) {
            CompletableFuture<Reply> answer = new CompletableFuture<>();
            commands.add(command);
            answers.add(answer);
            return answer;
        }

        @Override
        public int maxPipelined() {
            return 100;
        }

        void answerAll() {
            answerUntil("");
        }

        void answerUntil(String sql) {
            while (!commands.isEmpty() && !commands.peek().sql().equals(sql)) {
                commands.remove();
                answers.remove().complete(Reply.NONE);
            }
        }

        void refuse() {
            while (!commands.isEmpty()) {
                commands.remove();
                answers.remove()
                        .completeExceptionally(new BackendException("stopped", Kind.CANCELLED, Effect.STATEMENT, null));
            }
        }
    }
}

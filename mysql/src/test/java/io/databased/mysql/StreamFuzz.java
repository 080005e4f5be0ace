package io.databased.mysql;

import static io.databased.testkit.FuzzInput.require;

import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.RowCursor;
import io.databased.testkit.FuzzInput;
import io.databased.vertx.ColumnReaders;
import io.databased.vertx.Exchange;
import io.databased.vertx.IncomingRows;
import io.databased.vertx.Messages;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import io.vertx.sqlclient.internal.RowDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is read on, closed, stopped or left alone between what a server sends: the first byte of each part says what is
 * done ahead of it. The rows that are given are the first ones that the server has sent, in their order. The end is told if all
 * of them were given, the answer was whole, and nobody has stopped it. What was asked for has an end, what nobody wants yet is
 * not read, and what follows is.
 */
final class StreamFuzz implements IncomingRows {
    private static final ColumnReaders.Columns PLAIN = new ColumnReaders.Columns(List.of(), List.of());
    private static final int MANY = 1000;

    private final Command command = Command.fetch("SELECT 1", new Object[0])
            .verb("SELECT")
            .action(Command.Action.QUERY)
            .returnsRows(true)
            .build();
    private final FuzzedPeer peer;
    private final ArrayDeque<byte[]> unread = new ArrayDeque<>();
    private final List<@Nullable Object[]> given = new ArrayList<>();
    private final List<CompletionStage<?>> asked = new ArrayList<>();
    private @Nullable RowCursor cursor;
    private boolean asking;
    private boolean stopped; // ahead of its answer
    private boolean closing;
    private boolean over;
    private boolean whole;
    private boolean tooMany;

    private StreamFuzz(FuzzedPeer peer) {
        this.peer = peer;
        CompletionStage<RowCursor> opened = peer.connection().stream(command, this);
        asked.add(opened);
        opened.thenAccept(here -> cursor = here);
        peer.connection().runLoop();
    }

    static void run(FuzzInput input, UnpooledByteBufAllocator memory, long mostKept) throws BackendException {
        StreamFuzz stream = new StreamFuzz(new FuzzedPeer(statement(input), input.option(2), memory));
        input.forEachPart(part -> {
            stream.act(part[0]);
            stream.unread.add(Arrays.copyOfRange(part, 1, part.length));
            stream.read();
            require(memory.metric().usedHeapMemory() <= mostKept, "little is kept");
            return stream.peer.isOpen();
        });
        stream.finish(input.option(6), input.option(4) ? 1 : MANY);
        stream.compare(takenAtOnce(input, memory));
    }

    private static Exchange statement(FuzzInput input) throws BackendException {
        return input.option(1)
                ? Messages.text(Exchange.Part.STATEMENT, "SELECT 1")
                : Messages.statement(
                        Exchange.Part.STATEMENT, "SELECT 1", new ParameterValues(1 << 24).encode(new Object[0]));
    }

    private void act(int what) {
        switch (what & 7) {
            case 1 -> next(1);
            case 2 -> next(3);
            case 3 -> next(MANY);
            case 4 -> close();
            case 5 -> stop();
            case 6 -> peer.connection().passTime();
            default -> {}
        }
        peer.connection().runLoop();
    }

    private void next(int count) {
        if (cursor == null || asking || closing || over) {
            return;
        }
        asking = true;
        CompletionStage<List<@Nullable Object[]>> window = cursor.next(count);
        asked.add(window);
        window.whenComplete((rows, failure) -> {
            asking = false;
            over = failure != null || rows.isEmpty();
            whole = over && failure == null;
            if (failure == null) {
                tooMany |= rows.size() > count;
                given.addAll(rows);
            }
        });
    }

    private void close() {
        if (cursor != null && !closing) {
            closing = true;
            asked.add(cursor.close());
        }
    }

    private void stop() {
        stopped |= peer.connection().unanswered() != null;
        peer.connection().interrupt(command);
    }

    /** As the network does: what is there is read while somebody reads. */
    private void read() {
        while (!unread.isEmpty() && peer.isOpen() && peer.isReading()) {
            peer.receive(unread.remove());
        }
        boolean answered = peer.connection().unanswered() == null;
        boolean left = cursor != null && !asking && !over && !closing && !stopped;
        require(!answered || peer.isReading(), "what follows is read");
        require(answered || !left || !peer.isReading(), "nothing is read that nobody wants");
    }

    /** It is read as far as it goes, or not; it is closed, and the server goes. */
    private void finish(boolean reading, int window) {
        for (int before = -1; reading && before < given.size(); ) {
            before = given.size();
            next(window);
            peer.connection().runLoop();
            read();
        }
        if (!reading) {
            act(4);
            read();
        }
        peer.close();
        act(3);
        act(4);
        peer.connection().passTime();
        for (CompletionStage<?> each : asked) {
            require(each.toCompletableFuture().isDone(), "what was asked for has an end");
            Throwable failure = each.handle((done, why) -> why instanceof CompletionException ? why.getCause() : why)
                    .toCompletableFuture()
                    .join();
            require(failure == null || failure instanceof BackendException, "a failure of ours: " + failure);
        }
    }

    /** What the server has sent, for who takes it all at once. */
    private static Exchange takenAtOnce(FuzzInput input, UnpooledByteBufAllocator memory) throws BackendException {
        Exchange answer = statement(input);
        FuzzedPeer peer = new FuzzedPeer(answer, input.option(2), memory);
        peer.connection().ask(answer);
        peer.connection().runLoop();
        input.forEachPart(part -> {
            peer.receive(Arrays.copyOfRange(part, 1, part.length));
            return peer.isOpen() && peer.connection().unanswered() != null;
        });
        peer.close();
        if (answer.description() == null) { // it was not told what of it had come
            answer.handleResult(0, 0, new RowDesc(new ColumnDescriptor[0]) {}, List.of(), null);
        }
        return answer;
    }

    private void compare(Exchange all) {
        require(!tooMany, "no more rows than were asked for");
        require(given.size() <= all.rows().size(), "as many rows as there are");
        for (int i = 0; i < given.size(); i++) {
            require(Arrays.deepEquals(given.get(i), all.rows().get(i)), "row by row");
        }
        if (whole) {
            require(given.size() == all.rows().size(), "all rows are given ahead of the end");
            require(all.failure() == null, "no answer that failed is told as the end");
            require(!stopped, "what was stopped is not told as the end");
        }
    }

    @Override
    public ColumnReaders.Columns columns() throws BackendException {
        peer.packets().columns();
        return PLAIN;
    }

    @Override
    public void pause() {
        peer.packets().pause();
    }

    @Override
    public void resume() {
        peer.packets().resume();
    }
}

package io.kinstream.monitor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/**
 * Gives up a body that stalls or takes too long. Jetty reports an idle timeout as a failure that the reader may get over,
 * and its {@code EagerContentHandler} does so every time: a body that stalls would be waited for for ever. One that comes
 * a byte at a time is never idle.
 */
final class FailWhenSlow extends Handler.Wrapper {

    private final int maxMillis;

    /** @param maxMillis from the beginning of a request to the end of its body */
    FailWhenSlow(int maxMillis, Handler next) {
        super(next);
        this.maxMillis = maxMillis;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Impatient(request), response, callback);
    }

    private final class Impatient extends Request.Wrapper {

        Impatient(Request request) {
            super(request);
        }

        @Override
        public Content.Chunk read() {
            if (NanoTime.since(getBeginNanoTime()) > TimeUnit.MILLISECONDS.toNanos(maxMillis)) {
                return Content.Chunk.from(new TimeoutException("the body took more than " + maxMillis + " ms"), true);
            }
            Content.Chunk chunk = super.read();
            return Content.Chunk.isFailure(chunk, false) ? Content.Chunk.from(chunk.getFailure(), true) : chunk;
        }
    }
}

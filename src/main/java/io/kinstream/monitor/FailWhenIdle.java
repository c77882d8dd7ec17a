package io.kinstream.monitor;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Makes an idle timeout while a body is read the end of that body. Jetty reports it as a failure that the reader may get
 * over, and its {@code EagerContentHandler} does so every time: a body that stalls would be waited for for ever.
 */
final class FailWhenIdle extends Handler.Wrapper {

    FailWhenIdle(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Impatient(request), response, callback);
    }

    private static final class Impatient extends Request.Wrapper {

        Impatient(Request request) {
            super(request);
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            return Content.Chunk.isFailure(chunk, false) ? Content.Chunk.from(chunk.getFailure(), true) : chunk;
        }
    }
}

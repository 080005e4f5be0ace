package io.databased.vertx.loop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/** A handler around another one. */
abstract class WrappedIoHandler implements IoHandler {
    final IoHandler wrapped;

    WrappedIoHandler(IoHandler wrapped) {
        this.wrapped = wrapped;
    }

    @Override
    public int run(IoHandlerContext context) {
        return wrapped.run(context);
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return wrapped.register(handle);
    }

    @Override
    public void initialize() {
        wrapped.initialize();
    }

    @Override
    public void prepareToDestroy() {
        wrapped.prepareToDestroy();
    }

    @Override
    public void destroy() {
        wrapped.destroy();
    }

    @Override
    public void wakeup() {
        wrapped.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return wrapped.isCompatible(handleType);
    }
}

module consumer {
    requires io.databased;

    exports consumer;
}

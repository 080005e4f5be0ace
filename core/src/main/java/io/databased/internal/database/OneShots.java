package io.databased.internal.database;

/** How statements that are transactions of their own are run. */
interface OneShots {
    void run(OneShot oneShot);
}

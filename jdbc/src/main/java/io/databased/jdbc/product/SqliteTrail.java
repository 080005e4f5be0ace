package io.databased.jdbc.product;

import io.databased.jdbc.product.SqlitePlaces.Step;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a value is while a program of SQLite runs: in registers, in records made of them, and in the tables that SQLite makes for
 * itself on the way, as for RETURNING, for what is sorted, and for an INSERT that reads its own table.
 */
final class SqliteTrail {
    /** A column of what a cursor reads, or of a record in a register. */
    private record Cell(int of, int column) {}

    private final Set<Integer> registers = new LinkedHashSet<>();
    private final Set<Cell> records = new HashSet<>();
    private final Set<Cell> tables = new HashSet<>();

    /** @param register that the value is in at first */
    SqliteTrail(int register) {
        registers.add(register);
    }

    Set<Integer> registers() {
        return registers;
    }

    void follow(Step step) {
        switch (step.code()) {
            case "SCopy" -> copy(step, 1);
            case "Copy" -> copy(step, step.p3() + 1);
            case "Move" -> copy(step, step.p3());
            case "MakeRecord" -> record(step);
            case "Insert", "IdxInsert", "SorterInsert" -> hand(records, step.p2(), tables, step.p1());
            case "SorterData" -> hand(tables, step.p1(), tables, step.p3());
            case "Column" -> read(step);
            default -> {}
        }
    }

    private void copy(Step step, int length) {
        for (int register : List.copyOf(registers)) {
            int offset = register - step.p1();
            if (offset >= 0 && offset < length) {
                registers.add(step.p2() + offset);
            }
        }
    }

    private void record(Step step) {
        for (int register : registers) {
            int column = register - step.p1();
            if (column >= 0 && column < step.p2()) {
                records.add(new Cell(step.p3(), column));
            }
        }
    }

    private void read(Step step) {
        if (tables.contains(new Cell(step.p1(), step.p2()))) {
            registers.add(step.p3());
        }
    }

    private static void hand(Set<Cell> from, int giver, Set<Cell> to, int taker) {
        for (Cell cell : List.copyOf(from)) {
            if (cell.of() == giver) {
                to.add(new Cell(taker, cell.column()));
            }
        }
    }
}

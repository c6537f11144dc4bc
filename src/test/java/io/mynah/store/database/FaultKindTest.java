package io.mynah.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultKindTest {
  @ParameterizedTest
  @CsvSource({
    "08006, true",
    "08001, true",
    "57P01, true",
    "57P03, true",
    "40001, true",
    "40P01, true",
    "23505, false",
    "28P01, false",
    "53100, false",
    "57014, false"
  })
  void whatPassesIsToldByTheState(String state, boolean passes) {
    SQLException fault = new SQLException("secret words", state);
    assertThat(FaultKind.isPassing(fault)).isEqualTo(passes);
    assertThat(FaultKind.isPassing(new IllegalStateException(new IOException(fault))))
        .isEqualTo(passes);
    assertThat(FaultKind.of(fault)).contains(state).doesNotContain("secret");
  }

  @Test
  void aPoolWithoutAConnectionPassesAndAFaultWithoutAStateDoesNot() {
    assertThat(FaultKind.isPassing(new SQLTransientConnectionException("none"))).isTrue();
    assertThat(FaultKind.isPassing(new SQLException("unknown"))).isFalse();
    assertThat(FaultKind.isPassing(new UncheckedIOException(new IOException("disk")))).isFalse();
  }
}

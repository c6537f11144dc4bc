package io.mynah.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MynahHomeTest {
  @Test
  void theVariableNamesTheFolder() {
    assertThat(MynahHome.of(Map.of("MYNAH_HOME", "/data"), system("Linux")).folder())
        .isEqualTo(Path.of("/data"));
  }

  @Test
  void withoutItThePlatformsConventionDoes() {
    assertThat(MynahHome.of(Map.of(), system("Linux")).folder())
        .isEqualTo(Path.of("/home/me/.local/share/mynah"));
    assertThat(MynahHome.of(Map.of("XDG_DATA_HOME", "/xdg"), system("Linux")).folder())
        .isEqualTo(Path.of("/xdg/mynah"));
    assertThat(MynahHome.of(Map.of(), system("Mac OS X")).folder())
        .isEqualTo(Path.of("/home/me/Library/Application Support/Mynah"));
    assertThat(MynahHome.of(Map.of("LOCALAPPDATA", "/local"), system("Windows 11")).folder())
        .isEqualTo(Path.of("/local/Mynah"));
  }

  private static Properties system(String os) {
    Properties system = new Properties();
    system.setProperty("user.home", "/home/me");
    system.setProperty("os.name", os);
    return system;
  }
}

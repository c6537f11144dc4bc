package io.mynah;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import io.mynah.domain.Chat;
import io.mynah.domain.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dependencies point one way: from the channels through the use cases to the records. */
@AnalyzeClasses(packages = "io.mynah", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesDependOneWay =
      new Layers()
          .with("domain", "io.mynah.domain")
          .with("logging", "io.mynah.logging")
          .with("text", "io.mynah.text", "domain")
          .with("privacy", "io.mynah.privacy")
          .with("vault", "io.mynah.vault", "domain")
          .with("export", "io.mynah.export..", "domain")
          .with("lm", "io.mynah.lm", "domain", "text", "privacy")
          .with("lm.ngram", "io.mynah.lm.ngram", "lm", "text")
          .with(
              "lm.mixture", "io.mynah.lm.mixture", "lm", "lm.ngram", "lm.numeric", "domain", "text")
          .with(
              "lm.sampling",
              "io.mynah.lm.sampling",
              "lm",
              "lm.mixture",
              "lm.numeric",
              "domain",
              "text")
          .with(
              "lm.training",
              "io.mynah.lm.training",
              "lm",
              "lm.ngram",
              "lm.mixture",
              "lm.sampling",
              "domain",
              "text",
              "privacy")
          .with(
              "lm.evaluation",
              "io.mynah.lm.evaluation",
              "lm",
              "lm.sampling",
              "lm.training",
              "domain",
              "text",
              "privacy")
          .with("lm.numeric", "io.mynah.lm.numeric")
          .with("lm.optimization", "io.mynah.lm.optimization", "lm", "lm.numeric")
          .with("lm.recurrent", "io.mynah.lm.recurrent", "lm", "lm.numeric")
          .with(
              "lm.dl4j",
              "io.mynah.lm.dl4j..",
              "lm",
              "lm.numeric",
              "lm.optimization",
              "lm.recurrent",
              "text",
              "domain")
          .with("lm.transformer", "io.mynah.lm.transformer", "lm", "lm.numeric", "text")
          .with(
              "lm.transformer.hub",
              "io.mynah.lm.transformer.hub",
              "lm",
              "lm.transformer",
              "lm.numeric",
              "text")
          .with(
              "lm.transformer.training",
              "io.mynah.lm.transformer.training",
              "lm",
              "lm.numeric",
              "lm.optimization",
              "lm.transformer",
              "text")
          .with("store", "io.mynah.store..", "domain", "vault")
          .with("models", "io.mynah.models", "domain", "lm", "store", "vault")
          .with(
              "training",
              "io.mynah.training",
              "logging",
              "lm",
              "lm.training",
              "lm.evaluation",
              "text",
              "models",
              "store",
              "vault",
              "domain")
          .with("charts", "io.mynah.charts")
          .with(
              "chat",
              "io.mynah.chat..",
              "logging",
              "domain",
              "text",
              "privacy",
              "export",
              "training",
              "models",
              "lm",
              "lm.sampling",
              "store",
              "vault",
              "charts")
          .with("telegram", "io.mynah.telegram..", "logging", "chat", "store", "domain")
          .with("console", "io.mynah.console", "chat", "domain")
          .with("ops", "io.mynah.ops", "domain", "store", "vault", "models", "training", "telegram")
          .rule();

  /** Each of these packages may use those before it and no other. */
  private static final List<String> STORE =
      List.of(
          "io.mynah.store.keys",
          "io.mynah.store.database",
          "io.mynah.store.blobs",
          "io.mynah.store.inbox",
          "io.mynah.store.corpora",
          "io.mynah.store.jobs",
          "io.mynah.store.conversation",
          "io.mynah.store.migration",
          "io.mynah.store.backup");

  @ArchTest static final ArchRule theStoreDependsOneWay = oneWay(STORE);

  /** Each of these packages may use those before it and no other. */
  private static final List<String> EXPORT =
      List.of(
          "io.mynah.export",
          "io.mynah.export.bytes",
          "io.mynah.export.chats",
          "io.mynah.export.json",
          "io.mynah.export.html",
          "io.mynah.export.whatsapp",
          "io.mynah.export.imessage",
          "io.mynah.export.table",
          "io.mynah.export.discord",
          "io.mynah.export.slack",
          "io.mynah.export.signal",
          "io.mynah.export.reading");

  @ArchTest static final ArchRule theReadingOfExportsDependsOneWay = oneWay(EXPORT);

  private static final List<String> TELEGRAM =
      List.of(
          "io.mynah.telegram.connection",
          "io.mynah.telegram.incoming",
          "io.mynah.telegram.outgoing",
          "io.mynah.telegram");

  @ArchTest static final ArchRule theChannelDependsOneWay = oneWay(TELEGRAM);

  private static final List<String> APP =
      List.of(
          "io.mynah.app.wiring",
          "io.mynah.app.command",
          "io.mynah.app.benchmark",
          "io.mynah.app.base",
          "io.mynah.app.backup",
          "io.mynah.app.users",
          "io.mynah.app");

  @ArchTest static final ArchRule theCommandLineDependsOneWay = oneWay(APP);

  /** Packages, and of which others each may know. */
  private static final class Layers {
    private final Architectures.LayeredArchitecture named =
        layeredArchitecture().consideringOnlyDependenciesInLayers();
    private final Map<String, String[]> allowed = new LinkedHashMap<>();

    Layers with(String name, String packages, String... known) {
      var unused = named.layer(name).definedBy(packages);
      allowed.put(name, known);
      return this;
    }

    ArchRule rule() {
      Architectures.LayeredArchitecture rule = named;
      for (Map.Entry<String, String[]> each : allowed.entrySet()) {
        Architectures.LayeredArchitecture.LayerDependencySpecification layer =
            rule.whereLayer(each.getKey());
        rule =
            each.getValue().length == 0
                ? layer.mayNotAccessAnyLayer()
                : layer.mayOnlyAccessLayers(each.getValue());
      }
      return rule;
    }
  }

  /**
   * What is read or said of a person is asked for with a {@link Person}, not with an id that may
   * come from a button: only a look-up by owner makes one.
   */
  @ArchTest
  static final ArchRule onlyTheStoreMakesPeopleAndChats =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mynah.store..")
          .and()
          .doNotHaveFullyQualifiedName("io.mynah.app.benchmark.BenchmarkPerson")
          .should()
          .callConstructorWhere(
              target(owner(assignableTo(Person.class).or(assignableTo(Chat.class)))));

  /** Each of these packages may use those before it and no other. */
  private static final List<String> CHAT =
      List.of(
          "io.mynah.chat",
          "io.mynah.chat.buttons",
          "io.mynah.chat.words",
          "io.mynah.chat.feature",
          "io.mynah.chat.limits",
          "io.mynah.chat.roster",
          "io.mynah.chat.settings",
          "io.mynah.chat.training",
          "io.mynah.chat.people",
          "io.mynah.chat.voice",
          "io.mynah.chat.feedback",
          "io.mynah.chat.speech",
          "io.mynah.chat.versions",
          "io.mynah.chat.bots",
          "io.mynah.chat.transfer",
          "io.mynah.chat.upload",
          "io.mynah.chat.converse",
          "io.mynah.chat.guess",
          "io.mynah.chat.report",
          "io.mynah.chat.group",
          "io.mynah.chat.mydata",
          "io.mynah.chat.forget",
          "io.mynah.chat.learning",
          "io.mynah.chat.merge",
          "io.mynah.chat.users",
          "io.mynah.chat.help",
          "io.mynah.chat.dispatch");

  @ArchTest static final ArchRule theFeaturesOfTheConversationDependOneWay = oneWay(CHAT);

  private static ArchRule oneWay(List<String> packages) {
    Architectures.LayeredArchitecture rule =
        layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String each : packages) {
      rule = rule.layer(each).definedBy(each);
    }
    rule = rule.whereLayer(packages.get(0)).mayNotAccessAnyLayer();
    for (int i = 1; i < packages.size(); i++) {
      String[] before = packages.subList(0, i).toArray(String[]::new);
      rule = rule.whereLayer(packages.get(i)).mayOnlyAccessLayers(before);
    }
    return rule.as("each of " + packages + " uses only those before it");
  }

  @ArchTest
  static final ArchRule everyPackageOfTheConversationHasItsPlace =
      classes()
          .that()
          .resideInAPackage("io.mynah.chat..")
          .should()
          .resideInAnyPackage(CHAT.toArray(String[]::new));

  @ArchTest
  static final ArchRule channelsKnowOfTheConversationOnlyWhatItIs =
      noClasses()
          .that()
          .resideInAnyPackage("io.mynah.telegram..", "io.mynah.console")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.mynah.chat.*..");

  @ArchTest
  static final ArchRule onlyTheRecurrentNetworkTouchesDeeplearning4j =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mynah.lm.dl4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j..");

  @ArchTest
  static final ArchRule onlyNetworksAndTheirArithmeticTouchNativeLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.mynah.lm.dl4j..", "io.mynah.lm.numeric", "io.mynah.app.benchmark")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheChannelTouchesTelegrambots =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.telegram..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.telegram..");

  @ArchTest
  static final ArchRule onlyTheConsoleTouchesTheLibraryOfTerminals =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.console")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jline..");

  @ArchTest
  static final ArchRule onlyTheChartsTouchGraphics =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.charts")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.knowm..", "java.awt..", "javax.swing..", "javax.imageio..");

  @ArchTest
  static final ArchRule onlyTheSearchForSecretsTouchesItsLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.privacy")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.i18n..", "org.apache.commons.validator..");

  @ArchTest
  static final ArchRule onlyWhatOperatorsSeeTouchesMetricsAndServesHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.ops")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..", "com.sun.net.httpserver..");

  @ArchTest
  static final ArchRule onlyTheVaultTouchesTink =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.vault")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.crypto.tink..", "javax.crypto..");

  @ArchTest
  static final ArchRule onlyTheStoreAndTheQueueTouchSql =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.store..", "io.mynah.training")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..", "org.postgresql..");

  @ArchTest
  static final ArchRule noOneReadsObjectStreams =
      noClasses().should().dependOnClassesThat().haveNameMatching("java.io.ObjectInputStream");
}

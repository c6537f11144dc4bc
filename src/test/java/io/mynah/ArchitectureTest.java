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
import java.util.List;

/** Dependencies point one way: from the channels through the use cases to the records. */
@AnalyzeClasses(packages = "io.mynah", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("domain")
          .definedBy("io.mynah.domain")
          .layer("text")
          .definedBy("io.mynah.text")
          .layer("privacy")
          .definedBy("io.mynah.privacy")
          .layer("vault")
          .definedBy("io.mynah.vault")
          .layer("export")
          .definedBy("io.mynah.export")
          .layer("lm")
          .definedBy("io.mynah.lm")
          .layer("lm.numeric")
          .definedBy("io.mynah.lm.numeric")
          .layer("lm.optimization")
          .definedBy("io.mynah.lm.optimization")
          .layer("lm.dl4j")
          .definedBy("io.mynah.lm.dl4j..")
          .layer("lm.transformer")
          .definedBy("io.mynah.lm.transformer")
          .layer("lm.transformer.hub")
          .definedBy("io.mynah.lm.transformer.hub")
          .layer("lm.transformer.training")
          .definedBy("io.mynah.lm.transformer.training")
          .layer("store")
          .definedBy("io.mynah.store")
          .layer("models")
          .definedBy("io.mynah.models")
          .layer("training")
          .definedBy("io.mynah.training")
          .layer("charts")
          .definedBy("io.mynah.charts")
          .layer("chat")
          .definedBy("io.mynah.chat..")
          .layer("telegram")
          .definedBy("io.mynah.telegram")
          .layer("console")
          .definedBy("io.mynah.console")
          .layer("ops")
          .definedBy("io.mynah.ops")
          .layer("app")
          .definedBy("io.mynah.app")
          .withOptionalLayers(true)
          .whereLayer("domain")
          .mayNotAccessAnyLayer()
          .whereLayer("text")
          .mayOnlyAccessLayers("domain")
          .whereLayer("privacy")
          .mayNotAccessAnyLayer()
          .whereLayer("vault")
          .mayOnlyAccessLayers("domain")
          .whereLayer("export")
          .mayOnlyAccessLayers("domain")
          .whereLayer("lm")
          .mayOnlyAccessLayers("domain", "text", "privacy")
          .whereLayer("lm.numeric")
          .mayNotAccessAnyLayer()
          .whereLayer("lm.optimization")
          .mayOnlyAccessLayers("lm", "lm.numeric")
          .whereLayer("lm.dl4j")
          .mayOnlyAccessLayers("lm", "lm.numeric", "lm.optimization", "text", "domain")
          .whereLayer("lm.transformer")
          .mayOnlyAccessLayers("lm", "lm.numeric", "text")
          .whereLayer("lm.transformer.hub")
          .mayOnlyAccessLayers("lm.transformer", "lm.numeric", "text")
          .whereLayer("lm.transformer.training")
          .mayOnlyAccessLayers("lm", "lm.numeric", "lm.optimization", "lm.transformer", "text")
          .whereLayer("store")
          .mayOnlyAccessLayers("domain", "vault")
          .whereLayer("models")
          .mayOnlyAccessLayers("domain", "lm", "vault")
          .whereLayer("training")
          .mayOnlyAccessLayers("lm", "text", "models", "store", "vault", "domain")
          .whereLayer("charts")
          .mayNotAccessAnyLayer()
          .whereLayer("chat")
          .mayOnlyAccessLayers(
              "domain",
              "text",
              "privacy",
              "export",
              "training",
              "models",
              "lm",
              "store",
              "vault",
              "charts")
          .whereLayer("telegram")
          .mayOnlyAccessLayers("chat", "store", "domain")
          .whereLayer("console")
          .mayOnlyAccessLayers("chat", "domain")
          .whereLayer("ops")
          .mayOnlyAccessLayers("domain");

  /**
   * What is read or said of a person is asked for with a {@link Person}, not with an id that may
   * come from a button: only a look-up by owner makes one.
   */
  @ArchTest
  static final ArchRule onlyTheStoreMakesPeopleAndChats =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mynah.store")
          .and()
          .doNotHaveFullyQualifiedName("io.mynah.app.BenchmarkPerson")
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
          "io.mynah.chat.utterances",
          "io.mynah.chat.speech",
          "io.mynah.chat.upload",
          "io.mynah.chat.converse",
          "io.mynah.chat.guess",
          "io.mynah.chat.report",
          "io.mynah.chat.group",
          "io.mynah.chat.mydata",
          "io.mynah.chat.forget",
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
          .resideInAnyPackage("io.mynah.telegram", "io.mynah.console")
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
          .resideOutsideOfPackages("io.mynah.lm.dl4j..", "io.mynah.lm.numeric")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheChannelTouchesTelegrambots =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.telegram")
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
          .resideOutsideOfPackages("io.mynah.store", "io.mynah.training")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..");

  @ArchTest
  static final ArchRule noOneReadsObjectStreams =
      noClasses().should().dependOnClassesThat().haveNameMatching("java.io.ObjectInputStream");
}

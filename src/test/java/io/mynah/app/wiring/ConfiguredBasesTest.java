package io.mynah.app.wiring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Effort;
import io.mynah.domain.VoiceBase;
import io.mynah.lm.BaseNetworks;
import io.mynah.lm.BaseSource;
import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.TokenModel;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.training.StagedTrainer;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.text.Tokenizer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfiguredBasesTest {
  private static ConfiguredBases bases(String setting) {
    return new ConfiguredBases(
        new NetworkLearner(VoiceLearning.PARAMETERS.network(), BaseNetworks.NONE),
        setting,
        new BaseLibrary(Path.of("no bases")));
  }

  @Test
  void eachBaseThatComesWithMynahIsFoundByTheDigestOfItsNetwork() {
    ConfiguredBases bases = bases("shipped");
    List<BaseSource> all = bases.get();
    assertThat(all).isNotEmpty();
    for (BaseSource each : all) {
      TransformerModel network = (TransformerModel) each.get().network();
      TokenModel found = bases.find(HexFormat.of().formatHex(network.digest()));
      assertThat(requireNonNull(found)).isSameAs(network);
    }
  }

  @Test
  void trainingsFromALargeBaseMayTakeTenMinutes(@TempDir Path folder) throws IOException {
    Path large = folder.resolve("large.base");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(60_000_000);
    }
    Path small = Files.write(folder.resolve("small.base"), new byte[1000]);
    MynahConfig.Training training = new MynahConfig.Training("1", 30, 165, 600, 20, "chosen");
    assertThat(training.times(bases(large.toString()).large()))
        .containsEntry(Effort.GOOD, Duration.ofSeconds(594));
    for (String other : List.of(small.toString(), "shipped", "none", "missing.base")) {
      assertThat(training.times(bases(other).large()))
          .as(other)
          .containsEntry(Effort.GOOD, Duration.ofSeconds(165));
    }
  }

  @Test
  void voicesOfTheBasesThatComeWithMynahFindThemWhateverIsChosen() {
    for (BaseSource each : bases("shipped").get().subList(0, 2)) {
      String digest = HexFormat.of().formatHex(((TransformerModel) each.get().network()).digest());
      assertThat(bases("none").find(digest)).isNotNull();
      assertThat(bases("none").describe(digest)).map(VoiceBase::shipped).contains(true);
    }
  }

  private static final String GERMAN =
      """
      bist du schon zu hause?
      noch nicht, der bus kommt wieder zu spät
      ok, sag bescheid wenn du da bist
      mach ich, brauchen wir noch milch?
      ja und vielleicht brot, falls sie noch welches haben
      welches willst du denn
      das dunkle von letzter woche
      alles klar
      danke, du bist die beste
      ich weiß haha
      hast du deine schwester schon angerufen?
      nein, vergessen, ich mach es heute abend
      sie hat nach dem wochenende gefragt
      was will sie denn machen
      an den see fahren glaube ich, wenn das wetter hält
      klingt gut
      ich könnte das kleine zelt mitnehmen
      wir schlafen da aber nicht
      warum nicht, das wäre doch lustig
      weil es im april nachts noch kalt ist
      """;

  private static final String ENGLISH =
      """
      are you home yet?
      not yet, the bus is late again
      ok tell me when you are there
      will do, do we need milk?
      yes and maybe bread if they have some left
      which one do you want
      the dark one from last week
      sure
      thanks, you are the best
      i know haha
      did you call your sister?
      no, i forgot, i will do it tonight
      she asked about the weekend
      what does she want to do
      go to the lake i think, if the weather holds
      sounds good
      i could bring the small tent
      we are not going to sleep there
      why not, it would be fun
      because it is still cold at night in april
      """;

  private static final String SPANISH =
      """
      ya estás en casa?
      todavía no, el autobús llega tarde otra vez
      vale, avísame cuando llegues
      claro, hace falta leche?
      sí y a lo mejor pan, si les queda algo
      cuál quieres
      el oscuro de la semana pasada
      perfecto
      gracias, eres la mejor
      ya lo sé jaja
      has llamado a tu hermana?
      no, se me olvidó, lo hago esta noche
      preguntó por el fin de semana
      y qué quiere hacer
      ir al lago, creo, si aguanta el tiempo
      suena bien
      yo podría llevar la tienda pequeña
      pero no vamos a dormir allí
      por qué no, sería divertido
      porque en abril todavía hace frío de noche
      """;

  private static final String PORTUGUESE =
      """
      já estás em casa?
      ainda não, o autocarro está atrasado outra vez
      tá bom, me avisa quando chegar
      aviso sim, precisa de leite?
      sim e talvez pão, se ainda tiver
      qual você quer
      aquele escuro da semana passada
      beleza
      obrigada, você é demais
      eu sei haha
      você ligou pra sua irmã?
      não, esqueci, ligo hoje à noite
      ela perguntou do fim de semana
      o que ela quer fazer
      ir pro lago eu acho, se o tempo ajudar
      parece bom
      eu podia levar a barraca pequena
      mas a gente não vai dormir lá
      por que não, ia ser divertido
      porque em abril ainda faz frio de noite
      """;

  private static final String RUSSIAN =
      """
      ты уже дома?
      ещё нет, автобус опять опаздывает
      ладно, напиши когда придёшь
      хорошо, молоко нужно?
      да и хлеб, если ещё остался
      какой тебе
      тёмный, как на той неделе
      понял
      спасибо, ты лучшая
      я знаю ха-ха
      ты позвонил сестре?
      нет, забыл, вечером позвоню
      она спрашивала про выходные
      а что она хочет делать
      поехать на озеро, наверное, если погода будет
      звучит хорошо
      я мог бы взять маленькую палатку
      но мы там не будем ночевать
      почему нет, было бы весело
      потому что в апреле ночью ещё холодно
      """;

  private static final String ITALIAN =
      """
      sei già a casa?
      non ancora, l'autobus è di nuovo in ritardo
      va bene, dimmi quando arrivi
      certo, serve il latte?
      sì e magari il pane, se ne hanno ancora
      quale vuoi
      quello scuro della settimana scorsa
      perfetto
      grazie, sei la migliore
      lo so ahah
      hai chiamato tua sorella?
      no, mi sono dimenticato, lo faccio stasera
      ha chiesto del fine settimana
      e cosa vuole fare
      andare al lago, credo, se il tempo regge
      mi sembra bello
      potrei portare la tenda piccola
      ma non dormiamo mica lì
      perché no, sarebbe divertente
      perché ad aprile di notte fa ancora freddo
      """;

  private static final String FRENCH =
      """
      t'es déjà à la maison ?
      pas encore, le bus est encore en retard
      ok, dis-moi quand t'es là
      d'accord, il faut du lait ?
      oui et peut-être du pain, s'il en reste
      tu veux lequel
      le noir de la semaine dernière
      ça marche
      merci, t'es la meilleure
      je sais haha
      t'as appelé ta sœur ?
      non, j'ai oublié, je le fais ce soir
      elle a demandé pour le week-end
      et qu'est-ce qu'elle veut faire
      aller au lac je crois, si le temps tient
      ça me va
      je pourrais prendre la petite tente
      mais on ne va pas dormir là-bas
      pourquoi pas, ce serait drôle
      parce qu'en avril il fait encore froid la nuit
      """;

  private static final String UKRAINIAN =
      """
      ти вже вдома?
      ще ні, автобус знову запізнюється
      добре, напиши коли прийдеш
      гаразд, молоко потрібне?
      так і хліб, якщо ще лишився
      який тобі
      темний, як минулого тижня
      зрозумів
      дякую, ти найкраща
      я знаю ха-ха
      ти подзвонив сестрі?
      ні, забув, подзвоню ввечері
      вона питала про вихідні
      а що вона хоче робити
      поїхати на озеро, мабуть, якщо буде гарна погода
      звучить добре
      я міг би взяти маленький намет
      але ми там не будемо ночувати
      чому ні, було б весело
      бо у квітні вночі ще холодно
      """;

  private static final String CATALAN =
      """
      ja ets a casa?
      encara no, l'autobús torna a fer tard
      d'acord, avisa'm quan arribis
      és clar, cal llet?
      sí i potser pa, si encara en tenen
      quin vols
      el fosc de la setmana passada
      perfecte
      gràcies, ets la millor
      ja ho sé haha
      has trucat a la teva germana?
      no, me n'he oblidat, ho faig aquest vespre
      ha preguntat pel cap de setmana
      i què vol fer
      anar al llac, em sembla, si aguanta el temps
      sona bé
      jo podria portar la tenda petita
      però no hi dormirem pas
      per què no, seria divertit
      perquè a l'abril encara fa fred a la nit
      """;

  private static Stream<Arguments> languages() {
    return Stream.of(
        Arguments.of("en", ENGLISH),
        Arguments.of("de", GERMAN),
        Arguments.of("es", SPANISH),
        Arguments.of("pt", PORTUGUESE),
        Arguments.of("ru", RUSSIAN),
        Arguments.of("fr", FRENCH),
        Arguments.of("it", ITALIAN),
        Arguments.of("uk", UKRAINIAN));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aChatGetsTheBaseOfItsLanguage(String language, String texts, @TempDir Path folder)
      throws Exception {
    ConfiguredBases bases = bases("shipped");
    Tokenizer expected = bases.get().get(ConfiguredBases.LANGUAGES.indexOf(language)).tokenizer();
    List<Turn> turns = texts.lines().map(Chats::bella).toList();
    try (VoiceTraining training =
        new StagedTrainer(null, bases, new MessageGenerator(), 1, VoiceParameters.defaults())
            .begin(
                TrainingData.of(Chats.BELLA, turns),
                Duration.ofMinutes(1),
                1,
                new CheckpointFolder(folder),
                () -> false)) {
      assertThat(training.next().orElseThrow().model().tokenizer()).isSameAs(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("languages")
  void itsTokenizerAloneShowsThatABaseKnowsItsLanguage(String language, String texts) {
    double most = VoiceParameters.defaults().base().clearlyKnown();
    List<BaseSource> all = bases("shipped").get();
    for (int i = 0; i < all.size(); i++) {
      double tokens = all.get(i).tokenizer().encode(texts).length;
      boolean own = ConfiguredBases.LANGUAGES.get(i).equals(language);
      assertThat(tokens / texts.length() < most)
          .as(ConfiguredBases.LANGUAGES.get(i))
          .isEqualTo(own);
    }
  }

  @Test
  void noTokenizerAloneIsTakenToKnowARelatedLanguage() {
    double most = VoiceParameters.defaults().base().clearlyKnown();
    for (BaseSource each : bases("shipped").get()) {
      double tokens = each.tokenizer().encode(CATALAN).length;
      assertThat(tokens / CATALAN.length()).isGreaterThan(most);
    }
  }

  @Test
  void theFoldersBasesAreThoseThatAreNamed() throws Exception {
    Path folder = Path.of(ConfiguredBases.class.getResource("/io/mynah/base/en.base").toURI());
    try (Stream<Path> files = Files.list(folder.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      ConfiguredBases.LANGUAGES.stream().map(language -> language + ".base"),
                      Stream.of("NOTICE"))
                  .toList());
    }
  }

  @Test
  void aDigestOfNoBaseFindsNothing() {
    assertThat(bases("shipped").find("00")).isNull();
    assertThat(bases("none").find("00")).isNull();
    assertThat(bases("none").get()).isEmpty();
  }
}

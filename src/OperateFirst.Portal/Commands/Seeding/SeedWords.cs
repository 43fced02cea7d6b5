namespace OperateFirst.Portal.Commands.Seeding;

/// <summary>Words of which believable projects and people are made. None of them means a real one.</summary>
internal static class SeedWords
{
    public static readonly string[] First =
    [
        "kube", "cloud", "open", "edge", "data", "log", "mesh", "ceph", "tensor", "flow", "metric", "vector", "quartz", "cinder", "harbor", "rook", "delta", "lumen", "orbit", "pixel",
        "ember", "raft", "spark", "trace", "signal", "granite", "beacon", "willow", "copper", "falcon", "cobalt", "river", "summit", "atlas", "nimbus", "prism", "anchor", "tidal", "maple",
        "solar", "vertex", "zephyr", "oxide", "polar", "sparrow", "cedar", "lattice", "helix", "juniper", "marble",
    ];

    public static readonly string[] Second =
    [
        "forecast", "operator", "gateway", "hub", "lens", "pilot", "bridge", "anomaly", "scheduler", "registry", "builder", "catalog", "broker", "store", "queue", "runner", "notebook", "ledger",
        "monitor", "planner", "collector", "scanner", "router", "cache", "index", "pipeline", "sandbox", "mirror", "vault", "policy", "sync", "probe", "studio", "relay", "autoscaler", "profiler",
        "inspector", "balancer", "trainer", "archive", "tuner", "workbench", "controller", "exporter", "quota", "console", "federation", "replay", "signing", "budget",
    ];

    public static readonly string[] Third =
    [
        "core", "lab", "next", "ai", "ops", "edge", "hub", "kit", "lite", "plus", "service", "agent", "mesh", "api", "ui", "stack", "suite", "demo", "stream", "grid", "box", "works", "cloud", "base",
    ];

    public static readonly string[] Does =
    [
        "Watches the cluster and foretells when nodes run out of memory.",
        "Builds container images without a privileged daemon.",
        "Finds unusual lines in the logs of many clusters at once.",
        "Moves workloads to where power is cheapest at the moment.",
        "Serves notebooks with GPUs to classes of students.",
        "Keeps object storage of two sites in step.",
        "Signs what is built and checks the signatures when it is started.",
        "Collects metrics of the network and draws them as a map.",
        "Schedules training jobs in the gaps that other workloads leave.",
        "Gives each team a catalogue of ready services with quotas.",
        "Records traffic and plays it back against a new release.",
        "Checks policies before anything reaches the cluster.",
        "Connects the clusters of several sites into one network.",
        "Trains models on telemetry and offers them behind an API.",
        "Counts what each namespace costs, by the hour.",
        "Tunes the settings of databases while they run.",
    ];

    public static readonly string[] Wants =
    [
        "We want to see how it behaves under real load.",
        "We want to operate a pre-release in the open and learn from it.",
        "It has run on laptops only; now it needs a production cloud.",
        "We look for feedback from operators before the first release.",
        "The aim is an operator that others can install without us.",
        "We want to find out what breaks when the platform is upgraded beneath it.",
    ];

    public static readonly string[] GivenNames =
    [
        "Ada", "Amal", "Anna", "Bao", "Carla", "Chidi", "Dana", "Diego", "Elif", "Emil", "Fatima", "Felix", "Grace", "Hana", "Ines", "Ivan", "Jonas", "Kavya", "Kenji", "Lena", "Luca", "Maya", "Milan",
        "Nadia", "Nils", "Olga", "Omar", "Paula", "Priya", "Quinn", "Rafael", "Rosa", "Samir", "Sofia", "Tariq", "Tess", "Uma", "Viktor", "Wen", "Yara", "Yusuf", "Zoe",
    ];

    public static readonly string[] FamilyNames =
    [
        "Abara", "Alder", "Banerjee", "Berg", "Castell", "Chen", "Dufour", "Eriksen", "Farouk", "Fischer", "Gallo", "Haddad", "Ibarra", "Jansen", "Kaya", "Kowal", "Lindqvist", "Marek", "Mbeki", "Moreau",
        "Nakata", "Novak", "Okafor", "Oliveira", "Petrov", "Quint", "Rao", "Rossi", "Sandoval", "Silva", "Tanaka", "Thorn", "Ueda", "Vance", "Weiss", "Xu", "Yilmaz", "Zeman",
    ];

    public static readonly string[] Notes =
    [
        "",
        "We would like to present our plan in ten minutes.",
        "We can come from the next date on.",
        "Two of us alternate; please invite both.",
        "We have questions about storage.",
    ];

    public static readonly string[] ChangesAsked =
    [
        "Who of you presents? Please name one person in the note.",
        "Please say in the note what you need from the ops team.",
        "Your description does not say what runs on the cluster. Add a sentence, then ask again.",
    ];

    public static readonly string[] Refusals =
    [
        "This overlaps with a project that is on the cluster already. Please join them first; their lead knows.",
        "We need somebody who can be reached in our working hours. Ask again when you have found one.",
    ];

    public static readonly string[] Closings =
    [
        "The team has moved to another project.",
        "We merged into a project that is on the cluster already.",
        "The funding has ended. Thank you for your help.",
        "We found that a managed service does what we need.",
    ];

    public static readonly string[] Withdrawals = ["Our company’s lawyers want to read it again first.", "The team that was to operate it has left."];
}

using System.Text.Json;
using MimeKit;

namespace OperateFirst.Portal.TestSupport;

/// <summary>A mail server on the loopback: keeps what it receives and refuses what it is told to.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TemporaryFolder folder;
    private readonly ChildProcess process;
    private int commands;

    private SmtpSink(TemporaryFolder folder, ChildProcess process, int port)
    {
        this.folder = folder;
        this.process = process;
        Port = port;
    }

    public string Host => "127.0.0.1";

    public int Port { get; }

    /// <summary>What has come so far, in order of arrival.</summary>
    public IReadOnlyList<ReceivedMail> Received =>
        [.. Directory.GetFiles(folder.Path, "*.eml").Order(StringComparer.Ordinal).Select(Read)];

    /// <param name="credentials"><c>user:password</c> that a client must give; null: none is asked for.</param>
    /// <param name="startTls">Offers STARTTLS with a certificate that nobody has reason to trust.</param>
    /// <param name="port">A given port, for a server that comes back after it was away; 0: any.</param>
    public static async Task<SmtpSink> StartAsync(
        string? credentials = null, bool startTls = false, int port = 0, CancellationToken cancellationToken = default)
    {
        var folder = new TemporaryFolder();
        List<string> arguments = ["smtp.mjs", "--folder", folder.Path, "--port", $"{port}"];
        if (credentials is not null)
        {
            arguments.AddRange(["--auth", credentials]);
        }

        if (startTls)
        {
            arguments.Add("--starttls");
        }

        var process = NodeProcess.Start(arguments);
        try
        {
            var said = await process.WaitForLineAsync(line => Said(line, "port"), cancellationToken: cancellationToken);
            return new SmtpSink(folder, process, int.Parse(said, System.Globalization.CultureInfo.InvariantCulture));
        }
        catch
        {
            await process.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>From now on this recipient gets 550, a refusal for good.</summary>
    public Task RejectAsync(string recipient) => TellAsync(new { command = "reject", recipient });

    public Task AcceptAsync(string recipient) => TellAsync(new { command = "accept", recipient });

    /// <summary>The next <paramref name="count"/> recipients get 450: come back later.</summary>
    public Task GreylistAsync(int count) => TellAsync(new { command = "greylist", count });

    /// <summary>Cuts the connection after DATA, so that the client cannot know what became of the message.</summary>
    /// <param name="keep">True: it was taken in all the same.</param>
    public Task DropAfterDataAsync(int count, bool keep) => TellAsync(new { command = "drop", count, keep });

    /// <summary>Never answers after DATA, as long as the client waits.</summary>
    /// <param name="keep">True: the message was taken in all the same.</param>
    public Task HoldAfterDataAsync(int count, bool keep) => TellAsync(new { command = "hold", count, keep });

    /// <summary>Waits until at least <paramref name="count"/> clients wait in vain.</summary>
    public async Task WaitForHeldAsync(int count, CancellationToken cancellationToken = default)
    {
        var seen = 0;
        await process.WaitForLineAsync(line => Said(line, "held") is { } number && ++seen >= count ? number : null, cancellationToken: cancellationToken);
    }

    public Task RefuseDataAsync(int count, int code) => TellAsync(new { command = "refuse-data", count, code });

    /// <summary>Waits until at least <paramref name="count"/> messages have come, and returns all.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> WaitForAsync(int count, TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var seen = 0;
        await process.WaitForLineAsync(line => Said(line, "received") is { } name && ++seen >= count ? name : null, within, cancellationToken);
        return Received;
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static string? Said(string line, string what) =>
        line.StartsWith('{') && JsonDocument.Parse(line).RootElement.TryGetProperty(what, out var value) ? value.ToString() : null;

    private async Task TellAsync(object command)
    {
        var awaited = ++commands;
        var seen = 0;
        await process.WriteLineAsync(JsonSerializer.Serialize(command));
        await process.WaitForLineAsync(line => Said(line, "done") is { } done && ++seen >= awaited ? done : null);
    }

    private static ReceivedMail Read(string file)
    {
        var envelope = JsonSerializer.Deserialize<MailEnvelope>(File.ReadAllText(Path.ChangeExtension(file, ".json")), Json)
            ?? throw new InvalidDataException($"{file} has no envelope.");
        return new ReceivedMail(envelope, MimeMessage.Load(file));
    }
}

/// <param name="Envelope">What was said in MAIL FROM and RCPT TO: may differ from the message's headers.</param>
public sealed record ReceivedMail(MailEnvelope Envelope, MimeMessage Message)
{
    public string To => string.Join(", ", Envelope.To);
}

/// <param name="User">Who signed in; null without authentication.</param>
/// <param name="Secure">The message came over TLS.</param>
public sealed record MailEnvelope(string From, IReadOnlyList<string> To, string? User, bool Secure);

using System.Globalization;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>E-mails as .eml files that any mail program opens.</summary>
public sealed class FolderMailSender(DeliveryFolder folder) : IMailSender
{
    public async Task<Delivery> SendAsync(PortalMail mail, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await mail.Mime.WriteToAsync(bytes, cancel);
        var name = NameOf(mail);
        await folder.WriteAsync(name, bytes.ToArray(), cancel);
        return new Delivery.Done("Written to the delivery folder", folder.UrlOf(name));
    }

    // One message is one file, also where an earlier try wrote it and the project was renamed since.
    private string NameOf(PortalMail mail)
    {
        var end = $"-{mail.Message.Id.ToString("N")[^8..]}.eml";
        var begin = mail.Message.EnqueuedAtUtc.ToString("yyyyMMdd't'HHmmssfff'z'", CultureInfo.InvariantCulture);
        var earlier = mail.Message.HasEarlierTry ? folder.NamesOf(begin, end) : [];
        return earlier is [var same, ..] ? same : $"{begin}-{mail.Message.Kind.Split('.')[1]}-{mail.Project}{end}";
    }
}

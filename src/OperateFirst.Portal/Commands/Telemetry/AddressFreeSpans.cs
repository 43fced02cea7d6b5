using System.Diagnostics;
using OpenTelemetry;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Commands.Telemetry;

/// <summary>Takes e-mail addresses out of spans, wherever one stands: somebody may type one into the address of a page.</summary>
internal sealed class AddressFreeSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        data.DisplayName = AddressFreeFormatter.Without(data.DisplayName);
        foreach (var (name, value) in data.TagObjects.Where(tag => tag.Value is string).ToList())
        {
            data.SetTag(name, AddressFreeFormatter.Without((string?)value ?? ""));
        }
    }
}

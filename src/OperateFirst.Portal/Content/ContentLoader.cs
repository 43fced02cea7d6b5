namespace OperateFirst.Portal.Content;

/// <summary>Reads and checks the content folder. README.md among the shipped files describes it.</summary>
public static class ContentLoader
{
    /// <exception cref="ContentException">A file is missing or wrong; the first mistake found.</exception>
    public static PortalContent Load(string folder)
    {
        var portal = PortalFile.Read(ContentFile.Read(folder, PortalFile.FileName));
        return new PortalContent
        {
            Guide = GuideFile.Read(ContentFile.Read(folder, GuideFile.FileName)),
            Agreements = AgreementFile.ReadAll(folder),
            Contacts = portal.Contacts,
            Meetings = portal.Meetings,
            Rooms = portal.Rooms,
            Channels = portal.Channels,
            Links = portal.Links,
            Holidays = portal.Holidays,
        };
    }
}

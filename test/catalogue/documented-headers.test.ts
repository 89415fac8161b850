import { expect, it } from 'vitest';
import { columnsOf, reports } from '../../src/catalogue/index.ts';

/** The measures of each report in the order of its documentation page, v1.0 and beta alike. */
const DOCUMENTED = {
  getSkypeForBusinessOrganizerActivityCounts:
    'IM,Audio/Video,App Sharing,Web,Dial-in/out 3rd Party,Dial-in/out Microsoft',
  getSkypeForBusinessActivityCounts: 'Peer-to-peer,Organized,Participated',
  getSkypeForBusinessPeerToPeerActivityCounts: 'IM,Audio,Video,App Sharing,File Transfer',
  getOffice365ServicesUserCounts:
    'Exchange Active,Exchange Inactive,OneDrive Active,OneDrive Inactive,SharePoint Active,SharePoint Inactive,' +
    'Skype For Business Active,Skype For Business Inactive,Yammer Active,Yammer Inactive,Teams Active,Teams Inactive,' +
    'Office 365 Active,Office 365 Inactive',
  getOffice365GroupsActivityGroupCounts: 'Total,Active',
};

it.each(Object.entries(DOCUMENTED))('%s maps every documented column', (name, columns) => {
  const report = reports.find((candidate) => candidate.name === name);

  expect(report && columnsOf(report).map(({ column }) => column.header)).toEqual(columns.split(','));
});
